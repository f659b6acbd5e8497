//! The tally as an Excel workbook: all ridings, the provinces with a chart, and a sheet for each province.
//!
//! Cells have types, so that a name is never a formula and a count is a number. The header stays in view and has filters.

use campaigns::Texts;
use jiff::tz::TimeZone;
use ridings::province_name;
use rust_xlsxwriter::{
    Chart, ChartType, Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use crate::counts::board::Board;
use crate::downloads::table::{Cell, RIDING, SIGNATURES, Table, of_partners, of_provinces, of_ridings};
use domain::campaign::partner::Partner;
use domain::slug::PartnerSlug;

/// The campaign's maple red and its paper.
const RED: u32 = 0xa4_16_1a;
const QUIET: u32 = 0xf4_f0_e8;
/// No column is made wider, in pixels.
const WIDEST: u32 = 320;

/// The formats of the cells of a workbook.
struct Formats {
    header: Format,
    text: Format,
    number: Format,
    share: Format,
    title: Format,
    note: Format,
}

impl Formats {
    fn new() -> Self {
        let base = || Format::new().set_font_name("Calibri").set_font_size(11);
        Self {
            header: base()
                .set_bold()
                .set_background_color(Color::RGB(QUIET))
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            text: base(),
            number: base().set_num_format("#,##0"),
            share: base().set_num_format("0.000%"),
            title: base().set_bold().set_font_size(16),
            note: base().set_font_color(Color::RGB(0x4d_56_6b)),
        }
    }
}

/// Writes a board as a workbook; `whole` when it is of all Canada. Some partners have a column, and all are in a sheet.
///
/// # Errors
/// It fails if the library finds something that Excel would refuse. A test over all ridings shows that it does not.
pub(crate) fn workbook(
    t: &Texts,
    board: &Board,
    (columns, partners): (&[PartnerSlug], &[Partner]),
    whole: bool,
) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut book = Workbook::new();
    // Excel reads the time of a document as UTC, and shows it in the time of its reader.
    let utc = TimeZone::UTC.to_datetime(board.as_of);
    let made =
        ExcelDateTime::from_ymd(utc.year().unsigned_abs(), utc.month().unsigned_abs(), utc.day().unsigned_abs())?;
    let made =
        made.and_hms(utc.hour().unsigned_abs().into(), utc.minute().unsigned_abs(), utc.second().unsigned_abs())?;
    book.set_properties(&DocProperties::new().set_title(t.get("campaign-name")).set_creation_datetime(&made));

    about(t, board, &formats, book.add_worksheet())?;
    let name = t.get("sheet-ridings");
    fill(book.add_worksheet().set_name(&name)?, &of_ridings(t, board, columns, whole), &formats)?;
    if whole {
        let table = of_provinces(t, board);
        let name = t.get("sheet-provinces");
        let sheet = book.add_worksheet().set_name(&name)?;
        fill(sheet, &table, &formats)?;
        let last = u32::try_from(table.rows.len()).expect("thirteen");
        let mut chart = Chart::new(ChartType::Bar);
        chart
            .add_series()
            .set_name(&table.headers[2])
            .set_categories((name.as_str(), 1, 1, last, 1))
            .set_values((name.as_str(), 1, 2, last, 2))
            .set_format(
                rust_xlsxwriter::ChartFormat::new()
                    .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(Color::RGB(RED))),
            );
        chart.title().set_name(&table.headers[2]);
        chart.legend().set_hidden();
        chart.y_axis().set_major_gridlines(true);
        chart.x_axis().set_reverse();
        chart.set_alt_text(t.get("sheet-provinces-chart"));
        chart.set_width(640).set_height(420);
        sheet.insert_chart(0, 6, &chart)?;
        let name = t.get("office-nav-partners");
        fill(book.add_worksheet().set_name(&name)?, &of_partners(t, board, partners), &formats)?;
        for row in board.provinces() {
            let part = board.clone().within(Some(row.province));
            let sheet = book.add_worksheet().set_name(row.province.abbreviation())?;
            fill(sheet, &of_ridings(t, &part, columns, false), &formats)?;
        }
    }
    book.save_to_buffer()
}

/// Fills the first sheet: the time of the numbers, their sums, and the provinces after whose codes the sheets are named.
fn about(t: &Texts, board: &Board, formats: &Formats, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(t.get("sheet-about"))?;
    sheet.write_string_with_format(0, 0, t.get("campaign-name"), &formats.title)?;
    let as_of = t.with("file-as-of", [("day", t.day(board.as_of).into()), ("time", t.time(board.as_of).into())]);
    sheet.write_string_with_format(1, 0, as_of, &formats.note)?;
    let in_ridings: i64 = board.rows.iter().map(|row| row.standing.count).sum();
    let sums = [("sheet-in-ridings", in_ridings), ("file-abroad", board.abroad), ("sheet-total", board.total)];
    for (row, (key, sum)) in (3..).zip(sums) {
        sheet.write_string_with_format(row, 0, t.get(key), &formats.text)?;
        write_number(sheet, row, 1, sum, &formats.number)?;
    }
    sheet.write_string_with_format(7, 0, t.get("file-how"), &formats.note)?;
    for (row, province) in (9..).zip(board.provinces()) {
        let name = format!("{} ({})", province_name(province.province, t.locale()), province.province.abbreviation());
        sheet.write_string_with_format(row, 0, name, &formats.text)?;
        write_number(sheet, row, 1, province.count, &formats.number)?;
    }
    sheet.set_autofit_max_width(WIDEST).autofit();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn fill(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), XlsxError> {
    for (column, header) in (0..).zip(&table.headers) {
        sheet.write_string_with_format(0, column, header, &formats.header)?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(row, column, text, &formats.text)?,
                Cell::Number(number) => write_number(sheet, row, column, *number, &formats.number)?,
                Cell::Share(share) => sheet.write_number_with_format(row, column, *share, &formats.share)?,
                Cell::Empty => sheet,
            };
        }
    }
    let (last_row, last_column) = (table.rows.len(), table.headers.len().saturating_sub(1));
    let (last_row, last_column) =
        (u32::try_from(last_row).expect("a few hundred"), u16::try_from(last_column).expect("a few dozen"));
    sheet.set_freeze_panes(1, u16::try_from(RIDING + 1).expect("small"))?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_autofit_max_width(WIDEST).autofit();
    sheet.set_print_fit_to_pages(1, 0).set_landscape().set_repeat_rows(0, 0)?;
    debug_assert!(table.headers.len() > SIGNATURES || (4..=5).contains(&table.headers.len()));
    Ok(())
}

fn write_number<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    number: i64,
    format: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    sheet.write_number_with_format(row, column, number as f64, format)
}
