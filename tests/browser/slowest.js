// Names the twenty slowest tests at the end of a run.
export default class Slowest {
  took = [];

  onTestEnd(test, result) {
    this.took.push([result.duration / 1000, `${test.parent.title} › ${test.title}`]);
  }

  onEnd() {
    const slowest = this.took.sort(([a], [b]) => b - a).slice(0, 20);
    console.log("The slowest tests, in seconds:");
    for (const [seconds, name] of slowest) console.log(`${seconds.toFixed(1).padStart(8)}  ${name}`);
  }
}
