//! The number of the line at which a record begins, as an editor counts lines.

use csv::StringRecord;

/// Counts line ends from the place asked for last: places must be asked for in their order.
///
/// The csv crate's own numbers are behind after CR LF and after blank lines.
pub(super) struct LineCounter<'a> {
    text: &'a [u8],
    place: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, place: 0, line: 1 }
    }

    /// The line of a record's first cell: its position may lie before line ends that it has passed over.
    pub(super) fn line_of(&mut self, record: &StringRecord) -> u64 {
        let position = record.position().and_then(|position| usize::try_from(position.byte()).ok());
        let position = position.unwrap_or(self.place);
        let rest = self.text.get(position..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.line_at(position + ends)
    }

    /// The line of a byte; a line ends with LF, CR LF or CR.
    pub(super) fn line_at(&mut self, place: usize) -> u64 {
        let is_end = |at: usize| match self.text.get(at) {
            Some(b'\n') => true,
            Some(b'\r') => self.text.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        for at in self.place..place {
            self.line += u64::from(is_end(at));
        }
        self.place = self.place.max(place);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let mut lines = LineCounter::new(b"a\nb\r\nc\rd\n\ne");
        let found: Vec<u64> = [0, 2, 5, 7, 10].map(|place| lines.line_at(place)).into();
        assert_eq!(found, [1, 2, 3, 4, 6]);
    }
}
