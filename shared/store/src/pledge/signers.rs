//! Pages of all signers, in no order. Those whom an invalidation took out are among them.

use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder as Scan;
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use domain::paper::sheet::PaperSigner;
use domain::pledge::Signer;
use futures::stream;
use futures::stream::{Stream, TryStreamExt as _};

use crate::dynamo::attributes::{LISTED, PK, SK};
use crate::dynamo::errors::StoreError;
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, text};
use crate::dynamo::keys::{StreamKey, parse_paper};
use crate::dynamo::reads::scanned;
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::paper::bearers::PaperItem;
use crate::pledge::signer::SignerItem;
use crate::role::ListsEverybody;

/// Parts that a table is read in at once.
pub(crate) const SEGMENTS: i32 = 4;

/// A part of all signers, in so many parts of about one size: signers are spread by a keyed hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The part's number, from 0.
    pub index: i32,
    /// The number of parts.
    pub of: i32,
}

impl<R: ListsEverybody> Pledges<R> {
    /// Reads every signer, a page at a time. A person who signs or leaves meanwhile may be among them or not.
    pub fn signers(&self) -> impl Stream<Item = Result<Vec<Signer>, StoreError>> + Send + use<'_, R> {
        self.pages(&self.keys.signers_prefix()).and_then(async |items| items.iter().map(read_signer).collect())
    }

    /// Reads everybody who signed on paper, a page at a time.
    pub fn paper_signers(&self) -> impl Stream<Item = Result<Vec<PaperSigner>, StoreError>> + Send + use<'_, R> {
        self.pages(&self.keys.paper_prefix()).and_then(async |items| items.iter().map(read_paper).collect())
    }
}

impl PledgesTable {
    /// Reads all items whose partition key begins so, by several readers at once. Each item has only the attributes that
    /// [`LISTED`] names.
    pub(crate) fn pages<'a>(
        &'a self,
        prefix: &str,
    ) -> impl Stream<Item = Result<Vec<Item>, StoreError>> + Send + use<'a> {
        let segment = |segment| {
            let mut terms = Terms::default();
            let filter = begins_with(prefix, &mut terms);
            let scan = self.listing(Part { index: segment, of: SEGMENTS }, &LISTED, terms, filter);
            Box::pin(scanned(scan))
        };
        stream::select_all((0..SEGMENTS).map(segment).collect::<Vec<_>>())
    }

    /// Reads the same items whole. No function's role allows it: it is for an operator who restores a table.
    pub(crate) fn whole_pages<'a>(
        &'a self,
        prefix: &str,
    ) -> impl Stream<Item = Result<Vec<Item>, StoreError>> + Send + use<'a> {
        let segment = |segment| {
            let mut terms = Terms::default();
            let filter = begins_with(prefix, &mut terms);
            Box::pin(scanned(self.scan(Part { index: segment, of: SEGMENTS }, &terms, filter)))
        };
        stream::select_all((0..SEGMENTS).map(segment).collect::<Vec<_>>())
    }

    /// Makes a scan of a part of the table for these attributes, which are among [`LISTED`]. It says that it wants no
    /// others, or IAM would refuse it.
    pub(crate) fn listing(&self, part: Part, attributes: &[&str], mut terms: Terms, filter: String) -> Scan {
        let names: Vec<_> = attributes.iter().map(|name| terms.name(name)).collect();
        let scan = self.scan(part, &terms, filter);
        scan.projection_expression(names.join(", ")).select(Select::SpecificAttributes)
    }

    fn scan(&self, part: Part, terms: &Terms, filter: String) -> Scan {
        self.connection
            .client()
            .scan()
            .table_name(&self.name)
            .segment(part.index)
            .total_segments(part.of)
            .consistent_read(true)
            .filter_expression(filter)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values())
    }
}

fn begins_with(prefix: &str, terms: &mut Terms) -> String {
    let prefix = terms.value(AttributeValue::S(prefix.to_owned()));
    format!("begins_with({}, {prefix})", terms.name(PK))
}

/// Reads a signer from their key and item.
pub(crate) fn read_signer(item: &Item) -> Result<Signer, StoreError> {
    let key = text(item, PK).zip(text(item, SK)).and_then(|(pk, sk)| StreamKey::parse(pk, sk));
    match key {
        Some(StreamKey::Signer(id, slot)) => SignerItem::read(id, slot, item),
        Some(
            StreamKey::Submission(_)
            | StreamKey::Farewell(_)
            | StreamKey::SignIn(_)
            | StreamKey::Letter(_)
            | StreamKey::Digest(_)
            | StreamKey::Again(_),
        )
        | None => Err(corrupt(PK)),
    }
}

/// Reads a signer on paper from their key and item.
pub(crate) fn read_paper(item: &Item) -> Result<PaperSigner, StoreError> {
    let id = text(item, PK).and_then(parse_paper).ok_or_else(|| corrupt(PK))?;
    PaperItem::read(id, item)
}
