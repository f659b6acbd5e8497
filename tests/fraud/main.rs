//! The goals of `cargo run -p bench -- --only fraud`, with fewer people.

use bench::fraud::{Origin, Size, missed, simulate, table};

#[tokio::test(flavor = "multi_thread")]
async fn made_up_people_are_held_or_shown_first_and_real_people_are_let_through() {
    let size = Size { honest: 1_200, attack: 120 };
    let fates = simulate(size, "2026-11-23T05:00:00Z".parse().unwrap(), 2).await.unwrap();
    assert_eq!(missed(&fates), Vec::<String>::new(), "\n{}", table(&fates));
    let attacks = Origin::ATTACKS.map(|attack| fates[&attack].forms);
    assert_eq!(attacks, [120; 7]);
}
