//! The real programs, built and run as a user or Lambda runs them.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use cargo_metadata::Message;
use tokio::io::{AsyncBufReadExt as _, AsyncRead};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

use crate::PATIENCE;

#[must_use]
pub fn project_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is in a folder of the project").to_owned()
}

/// Builds the binary of a package, if need be: the very one that `cargo build` makes, from the code as it now stands.
///
/// # Panics
/// Panics when it does not build.
#[must_use]
pub fn built(package: &str) -> PathBuf {
    static BINARIES: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    BINARIES.get_or_init(build).get(package).unwrap_or_else(|| panic!("no binary is named {package}")).clone()
}

/// Builds every binary at once: with one set of features, so that nothing is built twice.
fn build() -> BTreeMap<String, PathBuf> {
    let mut cargo = std::process::Command::new(env!("CARGO"))
        .args(["build", "--workspace", "--bins", "--message-format=json-render-diagnostics"])
        .current_dir(project_root())
        .stdout(Stdio::piped())
        .spawn()
        .expect("cargo, which runs this test, can be started");
    let reader = BufReader::new(cargo.stdout.take().expect("it is piped"));
    let executables = Message::parse_stream(reader).filter_map(|message| match message {
        Ok(Message::CompilerArtifact(artifact)) => {
            artifact.executable.map(|path| (artifact.target.name, path.into_std_path_buf()))
        }
        _ => None,
    });
    let executables = executables.collect();
    assert!(cargo.wait().expect("cargo ends").success(), "the binaries do not build");
    executables
}

/// Runs a program to its end, and returns what it printed.
///
/// # Panics
/// Panics when it does not end well.
pub async fn printed(binary: &Path, arguments: &[&str], environment: &[(String, String)]) -> String {
    let ended = spawn(binary, arguments, environment).wait_with_output();
    let output =
        tokio::time::timeout(PATIENCE, ended).await.expect("it ends").expect("our own child can be waited for");
    assert!(output.status.success(), "{} failed: {}", binary.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints text")
}

/// A program that runs until it is dropped, killed or asked to stop.
#[derive(Debug)]
pub struct Program {
    child: Child,
    stderr: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
}

impl Program {
    /// Starts a program that prints nothing.
    ///
    /// # Panics
    /// Panics when it cannot be started.
    #[must_use]
    pub fn start(binary: &Path, arguments: &[&str], environment: &[(String, String)]) -> Self {
        let mut child = spawn(binary, arguments, environment);
        let stderr = Arc::default();
        let readers = vec![keep(child.stderr.take().expect("it is piped"), Arc::clone(&stderr))];
        Self { child, stderr, readers }
    }

    /// Starts a program and waits for the first line that it prints.
    ///
    /// # Panics
    /// Panics when it ends without a word.
    pub async fn start_and_listen(binary: &Path, arguments: &[&str]) -> (Self, String) {
        let mut program = Self::start(binary, arguments, &[]);
        let mut stdout = tokio::io::BufReader::new(program.child.stdout.take().expect("it is piped")).lines();
        let line = tokio::time::timeout(PATIENCE, stdout.next_line()).await;
        let Ok(Ok(Some(line))) = line else { panic!("the program said nothing; on stderr: {}", program.stderr()) };
        // Kept open and read on: a closed pipe would end the program.
        program.readers.push(keep(stdout.into_inner(), Arc::default()));
        (program, line)
    }

    /// Returns the text that it wrote to standard error so far.
    #[must_use]
    pub fn stderr(&self) -> String {
        self.stderr.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends it as a power failure does: SIGKILL, from one instruction to the next. Returns its standard error.
    ///
    /// # Panics
    /// Panics when it cannot be killed.
    pub async fn kill(mut self) -> String {
        self.child.kill().await.expect("our own child can be killed");
        self.drained().await
    }

    /// Asks it to stop (SIGTERM), waits, and returns whether it ended well and its standard error.
    ///
    /// # Panics
    /// Panics when it does not stop.
    pub async fn stop(mut self) -> (bool, String) {
        let id = self.child.id().expect("it still runs").to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().await.expect("kill is there");
        assert!(told.success(), "the program can be told to stop");
        let status = tokio::time::timeout(PATIENCE, self.child.wait()).await.expect("it stops when told to");
        (status.expect("our own child can be waited for").success(), self.drained().await)
    }

    /// Waits until it ends by itself, and returns whether it ended well and its standard error.
    ///
    /// # Panics
    /// Panics when it does not end.
    pub async fn ended(mut self) -> (bool, String) {
        let status = tokio::time::timeout(PATIENCE, self.child.wait()).await.expect("it ends by itself");
        (status.expect("our own child can be waited for").success(), self.drained().await)
    }

    async fn drained(mut self) -> String {
        for reader in self.readers.drain(..) {
            reader.await.expect("reading does not panic");
        }
        self.stderr()
    }
}

fn spawn(binary: &Path, arguments: &[&str], environment: &[(String, String)]) -> Child {
    Command::new(binary)
        .args(arguments)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .current_dir(project_root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|error| panic!("{} cannot be started: {error}", binary.display()))
}

fn keep(stream: impl AsyncRead + Unpin + Send + 'static, into: Arc<Mutex<String>>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut lines = tokio::io::BufReader::new(stream).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let mut kept = into.lock().unwrap_or_else(PoisonError::into_inner);
            kept.push_str(&line);
            kept.push('\n');
        }
    })
}
