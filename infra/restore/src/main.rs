//! Puts back into the Pledges table the items that it lost, from a copy of a moment before the loss.
//!
//! `OPERATIONS.md` leads through a restore; `store::Pledges::put_back` decides who comes back. It asks AWS with the
//! credentials of the operator, and shows numbers only.
#![expect(clippy::print_stdout, reason = "a command-line program says what it did")]

use anyhow::{Context as _, ensure};
use clap::Parser;
use domain::tally::ShardCount;
use store::{Connection, Pledges, Tables, Unsure, role};
use web::Clock;

/// The number of parts in which the table is read for the recount.
const SEGMENTS: i32 = 4;
/// The commonest cause first. A profile that signs in by `aws configure sso` is not read here.
const NOT_DONE: &str =
    "the tables could not be read or changed; export credentials first, as OPERATIONS.md says for a restore";

/// Puts back the items that a table lost, from a restored copy, and recounts. Without --apply it only says what it
/// would do.
#[derive(Parser)]
struct Arguments {
    /// The copy: the table that was restored to a moment before the loss
    #[arg(long, value_name = "TABLE")]
    from: String,
    /// The table in use, which the stack's output `PledgesTable` names
    #[arg(long, value_name = "TABLE")]
    into: String,
    /// The table of counts, which the stack's output `TallyTable` names
    #[arg(long, value_name = "TABLE")]
    tally: String,
    /// The campaign's slug
    #[arg(long, default_value = "time-to-lead")]
    campaign: String,
    /// The stack's `TallyShards`
    #[arg(long, default_value_t = 16)]
    shards: u8,
    /// Put back also people of whom it is not known whether they withdrew since
    #[arg(long)]
    unsure_too: bool,
    /// Do it
    #[arg(long)]
    apply: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    ensure!(arguments.from != arguments.into, "--from and --into are the same table");
    let connection = Connection::of_operator().await;
    let shards = ShardCount::new(arguments.shards)?;
    let campaign: domain::slug::CampaignSlug = arguments.campaign.parse()?;
    let pledges = |table: &str| {
        let tables = Tables { pledges: table.to_owned(), tally: arguments.tally.clone() };
        Pledges::<role::Operator>::new(connection.clone(), tables, campaign.clone(), shards)
    };
    let (table, copy) = (pledges(&arguments.into), pledges(&arguments.from));
    let unsure = if arguments.unsure_too { Unsure::PutBack } else { Unsure::Leave };
    let found = table.put_back(&copy, unsure, arguments.apply, Clock::system().now()).await.context(NOT_DONE)?;
    let done = if arguments.apply { "put back" } else { "would be put back" };
    println!("{:>8} signers {done}", found.signers);
    println!("{:>8} signers withdrew since, and stay erased", found.withdrawn);
    let fate = if arguments.unsure_too { "among those" } else { "left away" };
    println!("{:>8} signers of whom it is not known whether they withdrew: {fate}", found.unsure);
    println!("{:>8} signatures on paper, mailboxes and marks {done}", found.others);
    let recount = table.recount(SEGMENTS).await?;
    println!("{:>8} people are counted, and the counters say {}", recount.counted.total(), recount.stored.total());
    println!("{:>8} numbers of counters differ, {} changed meanwhile", recount.drift.len(), recount.unsettled);
    println!("{:>8} names have a wrong item", recount.wrong_persons);
    Ok(())
}
