//! The faults of typed fields, collected so that one answer names them all.

use campaigns::Texts;
use pages::FieldMessage;
use ridings::Riding;
use web::FieldError;

/// The code of a JSON member of a wrong type.
const WRONG_TYPE: &str = "field_type";

/// All faults of a form or a JSON object.
#[derive(Clone, Default, Debug)]
pub(crate) struct Faults {
    faults: Vec<Fault>,
    /// The ridings to choose from, if the riding is at fault.
    pub(crate) choices: Vec<&'static Riding>,
}

/// The fault of one field. Its code is also the key of its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    field: &'static str,
    code: &'static str,
    argument: Option<(&'static str, String)>,
}

impl Fault {
    pub(crate) const fn new(field: &'static str, code: &'static str) -> Self {
        Self { field, code, argument: None }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.argument = Some((name, value.to_string()));
        self
    }
}

impl Faults {
    /// Adds a fault. A field that was sent as another type is empty, and has no further fault.
    pub(crate) fn push(&mut self, fault: Fault) {
        if !self.faults.iter().any(|known| known.field == fault.field && known.code == WRONG_TYPE) {
            self.faults.push(fault);
        }
    }

    /// Adds the fault of a JSON member that is of another type than the interface says.
    pub(crate) fn push_wrong_type(&mut self, field: &'static str) {
        self.push(Fault::new(field, WRONG_TYPE).with("field", &field));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// The fault of one field, where the store found it.
    pub(crate) fn of_field(field: &'static str, code: &'static str) -> Self {
        Self { faults: vec![Fault::new(field, code)], choices: Vec::new() }
    }

    /// Whether the riding is the only fault.
    pub(crate) fn asks_only_for_riding(&self) -> bool {
        self.faults.iter().all(|fault| fault.code == "riding_ambiguous")
    }

    /// The errors of all fields, in the language of the texts.
    pub(crate) fn in_words(&self, texts: &Texts) -> Vec<FieldError> {
        let sentence = |fault: &Fault| {
            let key = format!("error-{}", fault.code.replace('_', "-"));
            match &fault.argument {
                Some((name, value)) => texts.with(&key, [(*name, value.clone().into())]),
                None => texts.get(&key),
            }
        };
        self.faults
            .iter()
            .map(|fault| FieldError { field: fault.field, code: fault.code, message: sentence(fault) })
            .collect()
    }

    /// The same as the pages show them, each beside its field.
    pub(crate) fn field_messages(&self, texts: &Texts) -> Vec<FieldMessage> {
        self.in_words(texts).into_iter().map(field_message).collect()
    }

    /// The fields at fault, with the codes.
    #[cfg(test)]
    pub(crate) fn codes(&self) -> Vec<(&'static str, &'static str)> {
        self.faults.iter().map(|fault| (fault.field, fault.code)).collect()
    }
}

/// An error as the pages show it.
pub(crate) fn field_message(error: FieldError) -> FieldMessage {
    FieldMessage { field: error.field, code: error.code, message: error.message }
}
