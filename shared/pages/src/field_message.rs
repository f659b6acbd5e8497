//! The fault of a form's field, with its sentence.

/// The fault of one field, in the supporter's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMessage {
    pub field: &'static str,
    /// Stable, for machines.
    pub code: &'static str,
    /// The message for people.
    pub message: String,
}

/// Returns the sentence beside a field with a fault.
pub(crate) fn message<'a>(errors: &'a [FieldMessage], field: &str) -> Option<&'a str> {
    errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
}
