// Tables on the terminal, or in Markdown for docs/performance.md (`--markdown`).
import os from 'node:os';

/** Above this a figure says more about the machine than about the gateway. */
const QUOTABLE_SPREAD = 0.1;

export const percent = (part) => `${(part * 100).toFixed(0)} %`;

/** A figure and what half of its windows lie within; marked where it should not be quoted. */
export const withSpread = (figure, part, digits = 2) =>
  `${figure.toFixed(digits)} ±${((part * 100) / 2).toFixed(0)} %${part > QUOTABLE_SPREAD ? ' (!)' : ''}`;

export const SPREAD_NOTE = `±: half the distance between the quartiles of the windows. (!): they lie ${percent(QUOTABLE_SPREAD)} or more apart, and the figure is not worth quoting.`;

export class Report {
  missed = [];

  constructor(isMarkdown) {
    this.isMarkdown = isMarkdown;
  }

  machine(cores) {
    this.line(
      `${os.cpus()[0].model}, ${cores.all.length} cores, ${os.type()} ${os.release()}, Node ${process.versions.node}, load average ${os.loadavg()[0].toFixed(1)} at the start.`,
    );
    this.line(cores.description);
  }

  table(title, columns, rows, notes = []) {
    this.line(this.isMarkdown ? `\n**${title}**\n` : `\n${title}`);
    if (this.isMarkdown) {
      console.log(`| ${columns.join(' | ')} |\n| ${columns.map(() => '---').join(' | ')} |`);
      for (const row of rows) console.log(`| ${row.join(' | ')} |`);
      if (notes.length > 0) console.log('');
    } else {
      const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => row[at].length)));
      for (const row of [columns, ...rows])
        console.log(
          `  ${row.map((cell, at) => (at ? cell.padStart(widths[at]) : cell.padEnd(widths[at]))).join('  ')}`,
        );
    }
    for (const note of notes) this.line(this.isMarkdown ? `${note}\n` : `  ${note}`);
  }

  line(text) {
    console.log(text);
  }

  /** Notes a bar that does not hold; returns the bar as a cell. */
  bar(name, figure, bar, digits = 2) {
    if (figure > bar) this.missed.push(`${name}: ${figure.toFixed(digits)} against ${bar}`);
    return `${bar}`;
  }

  end() {
    this.line(this.missed.length === 0 ? '\nEvery bar holds.' : '\nBars that do not hold:');
    for (const line of this.missed) this.line(`- ${line}`);
  }
}
