//! Documents for everybody, printed once: one at a time, and the last ones kept in memory.
//!
//! A document takes a whole processor. So those who ask for many have them printed one after the other, while everybody else
//! is answered from memory or by the edge, and a long queue is refused.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;
use web::Problem;

/// The bytes of the documents that are kept.
const KEPT_MAX_BYTES: usize = 16 * 1024 * 1024;
/// The requests that wait for their document at a time.
const WAITING_MAX: usize = 8;

/// Documents by address, the newest first.
type Kept = VecDeque<(String, Arc<Vec<u8>>)>;

/// The documents printed last, and the queue for the press.
#[derive(Clone, Debug)]
pub(crate) struct Prints {
    kept: Arc<Mutex<Kept>>,
    queue: Arc<Semaphore>,
    press: Arc<tokio::sync::Mutex<()>>,
}

impl Default for Prints {
    fn default() -> Self {
        Self { kept: Arc::default(), queue: Arc::new(Semaphore::new(WAITING_MAX)), press: Arc::default() }
    }
}

/// The reason why a document is not given.
#[derive(Debug, PartialEq)]
pub(crate) enum Refusal {
    /// There is no such document.
    NotFound,
    /// The queue for the press is full.
    Busy,
    Failed(Problem),
}

impl Prints {
    /// Returns the document of that address, printed now or before. Requests for one document print it once. A document whose
    /// reader has gone is printed to its end all the same: otherwise somebody who asks and
    /// leaves could have many printed at once.
    ///
    /// # Errors
    /// Fails with [`Refusal::Busy`] when too many wait, and with what `print` fails with.
    pub(crate) async fn get(
        &self,
        address: &str,
        print: impl Future<Output = Result<Vec<u8>, Refusal>> + Send + 'static,
    ) -> Result<Arc<Vec<u8>>, Refusal> {
        if let Some(document) = self.find(address) {
            return Ok(document);
        }
        let place = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| Refusal::Busy)?;
        let (prints, address) = (self.clone(), address.to_owned());
        let printing = tokio::spawn(async move {
            let _place = place;
            let _turn = prints.press.lock().await;
            if let Some(document) = prints.find(&address) {
                return Ok(document);
            }
            let document = Arc::new(print.await?);
            prints.keep(address, &document);
            Ok(document)
        });
        printing.await.expect("printing does not panic")
    }

    fn keep(&self, address: String, document: &Arc<Vec<u8>>) {
        let mut kept = self.lock();
        kept.push_front((address, Arc::clone(document)));
        while kept.len() > 1 && kept.iter().map(|(_, document)| document.len()).sum::<usize>() > KEPT_MAX_BYTES {
            kept.pop_back();
        }
    }

    fn find(&self, address: &str) -> Option<Arc<Vec<u8>>> {
        self.lock().iter().find(|(known, _)| known == address).map(|(_, document)| Arc::clone(document))
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn a_document_is_printed_once_whoever_asks() {
        let (prints, printed) = (Prints::default(), Arc::new(AtomicUsize::new(0)));
        let ask = |address: &'static str| {
            let (prints, printed) = (prints.clone(), Arc::clone(&printed));
            async move {
                let print = async move {
                    printed.fetch_add(1, Ordering::Relaxed);
                    tokio::task::yield_now().await;
                    Ok(b"pdf".to_vec())
                };
                prints.get(address, print).await
            }
        };
        let (one, two) = tokio::join!(ask("a"), ask("a"));
        assert_eq!((one.unwrap().len(), two.unwrap().len(), printed.load(Ordering::Relaxed)), (3, 3, 1));
        ask("b").await.unwrap();
        ask("a").await.unwrap();
        assert_eq!(printed.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn whoever_asks_and_goes_keeps_the_press_until_it_is_done() {
        let prints = Prints::default();
        let ((begun, has_begun), (end, ends)) = (oneshot::channel(), oneshot::channel::<()>());
        let print = async move {
            begun.send(()).unwrap();
            ends.await.unwrap();
            Ok(vec![1])
        };
        let asking = prints.clone();
        let reader = tokio::spawn(async move { asking.get("a", print).await });
        has_begun.await.unwrap();
        reader.abort();
        assert!(reader.await.unwrap_err().is_cancelled());
        assert!(prints.press.try_lock().is_err(), "nobody else prints");
        assert_eq!(prints.queue.available_permits(), WAITING_MAX - 1);
        end.send(()).unwrap();
        let _turn = prints.press.lock().await;
        assert!(prints.find("a").is_some(), "and the next who asks has it");
    }

    #[tokio::test]
    async fn a_long_queue_is_refused_and_what_is_kept_is_still_given() {
        let prints = Prints::default();
        prints.get("kept", async { Ok(vec![1]) }).await.unwrap();
        let _places = prints.queue.try_acquire_many(u32::try_from(WAITING_MAX).unwrap()).unwrap();
        assert_eq!(prints.get("new", async { Ok(vec![1]) }).await, Err(Refusal::Busy));
        assert!(prints.get("kept", async { Ok(vec![2]) }).await.is_ok());
    }

    #[tokio::test]
    async fn a_print_that_failed_is_not_kept_and_memory_has_its_limit() {
        let prints = Prints::default();
        assert_eq!(prints.get("a", async { Err(Refusal::Busy) }).await, Err(Refusal::Busy));
        for n in 0..40 {
            prints.get(&n.to_string(), async { Ok(vec![0; 1024 * 1024]) }).await.unwrap();
        }
        assert_eq!(prints.lock().len(), 16);
        assert!(prints.find("39").is_some() && prints.find("0").is_none());
    }
}
