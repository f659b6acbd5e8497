//! The share pictures drawn last. Drawing one takes a processor for a moment, so equal requests get the same picture.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::figures::Picture;
use crate::press::{self, PressError};

/// The number of pictures that are kept: about a megabyte.
const KEPT_MAX: usize = 32;

/// The pictures drawn last, each with its content.
#[derive(Debug, Default)]
pub(crate) struct Pictures(Mutex<VecDeque<(String, Arc<Vec<u8>>)>>);

impl Pictures {
    /// Returns the picture, drawn now or before.
    pub(crate) async fn png(&self, picture: Picture) -> Result<Arc<Vec<u8>>, PressError> {
        let said = serde_json::to_string(&picture).expect("texts and numbers");
        if let Some((_, png)) = self.lock().iter().find(|(known, _)| *known == said) {
            return Ok(Arc::clone(png));
        }
        let draw = move || press::picture(&picture);
        let png = tokio::task::spawn_blocking(draw).await.expect("drawing does not panic")?;
        let png = Arc::new(png);
        let mut kept = self.lock();
        kept.truncate(KEPT_MAX - 1);
        kept.push_front((said, Arc::clone(&png)));
        Ok(png)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(String, Arc<Vec<u8>>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
