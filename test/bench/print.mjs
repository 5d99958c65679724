/** A table for the terminal: the first column to the left, figures to the right. */
export function asText({ title, head, rows, notes }) {
	const lines = [head, ...rows];
	const widths = columnWidths(lines);
	const written = lines.map((line) => aligned(line, widths).join('  ').trimEnd());
	written.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
	return [title, '', ...written, ...notes.flatMap((note) => wrapped(note))].join('\n');
}

/** The same as Markdown, spaced as Prettier has it. */
export function asMarkdown({ title, head, rows, notes }) {
	const widths = columnWidths([head, ...rows]).map((width) => Math.max(width, 4));
	const line = (cells) => `| ${aligned(cells, widths).join(' | ')} |`;
	const rule = widths.map((width, i) =>
		i === 0 ? '-'.repeat(width) : '-'.repeat(width - 1) + ':',
	);
	const list = notes.map((note) => `- ${note}`);
	return [`## ${title}`, '', line(head), line(rule), ...rows.map(line), '', ...list].join('\n');
}

const columnWidths = (lines) =>
	lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));

const aligned = (cells, widths) =>
	cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])));

function wrapped(text, width = 98) {
	const lines = [''];
	for (const word of text.split(' ')) {
		if (`${lines.at(-1)} ${word}`.length > width) lines.push('');
		lines.push(`${lines.pop()} ${word}`);
	}
	return lines.map((each) => ` ${each}`);
}
