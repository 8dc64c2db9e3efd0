use std::sync::Arc;

/// The number of values in a chunk; a change copies the chunk it is in.
const CHUNK: usize = 256;

/// A copy-on-write vector: a clone shares each chunk with the original until one of the two changes a value in it.
#[derive(Clone, Debug)]
pub(crate) struct CowVec<T> {
    chunks: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for CowVec<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0 }
    }
}

impl<T: Clone> FromIterator<T> for CowVec<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut values = values.into_iter().peekable();
        let (mut chunks, mut len) = (Vec::new(), 0);
        while values.peek().is_some() {
            let mut chunk = Vec::with_capacity(CHUNK);
            chunk.extend(values.by_ref().take(CHUNK));
            len += chunk.len();
            chunks.push(Arc::new(chunk));
        }
        Self { chunks, len }
    }
}

impl<T: Clone> CowVec<T> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn at(&self, index: u32) -> &T {
        &self.chunks[index as usize / CHUNK][index as usize % CHUNK]
    }

    pub(crate) fn at_mut(&mut self, index: u32) -> &mut T {
        &mut Arc::make_mut(&mut self.chunks[index as usize / CHUNK])[index as usize % CHUNK]
    }

    pub(crate) fn push(&mut self, value: T) {
        if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK) {
            self.chunks.push(Arc::new(Vec::with_capacity(CHUNK)));
        }
        Arc::make_mut(self.chunks.last_mut().expect("one has room")).push(value);
        self.len += 1;
    }

    /// Adds default values until there are at least `len`.
    pub(crate) fn grow(&mut self, len: usize)
    where
        T: Default,
    {
        while self.len < len {
            self.push(T::default());
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}
