/** What is deeper stays the JSON text that it is: n8n goes through what is put out level by level. */
const MAX_DEPTH = 32;

export interface Json {
	value: unknown;
	/** What a later value of the same name has taken the place of: another reader may go by the first. */
	overridden: unknown[];
}

/**
 * Reads JSON with nothing of it lost: whole numbers that JavaScript can't hold are text with all their digits.
 * Its cost grows with the length of the text alone, whatever that holds. Gives undefined for what is no JSON.
 */
export function parseJson(text: string): Json | undefined {
	try {
		return new Reader(text).read();
	} catch {
		return undefined;
	}
}

const BLANKS = ' \t\n\r';
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BRACKET_OR_QUOTE = /["[\]{}]/g;

class Reader {
	private at = 0;
	private readonly overridden: unknown[] = [];

	constructor(private readonly text: string) {}

	read(): Json {
		const value = this.value(1);
		if (this.peek() !== '') throw new SyntaxError();
		return { value, overridden: this.overridden };
	}

	private value(depth: number): unknown {
		switch (this.peek()) {
			case '{':
				return depth > MAX_DEPTH ? this.containerText() : this.object(depth);
			case '[':
				return depth > MAX_DEPTH ? this.containerText() : this.list(depth);
			case '"':
				return this.string();
			default:
				return this.literal();
		}
	}

	private object(depth: number): object {
		const fields = new Map<string, unknown>();
		this.at += 1;
		for (let isFirst = true; !this.takes('}'); isFirst = false) {
			if (!isFirst) this.expect(',');
			if (this.peek() !== '"') throw new SyntaxError();
			const name = this.string();
			this.expect(':');
			if (fields.has(name)) this.overridden.push(fields.get(name));
			fields.set(name, this.value(depth + 1));
		}
		// Not by assignment, which would take __proto__ for what it is.
		return Object.fromEntries(fields);
	}

	private list(depth: number): unknown[] {
		const list: unknown[] = [];
		this.at += 1;
		while (!this.takes(']')) {
			if (list.length > 0) this.expect(',');
			list.push(this.value(depth + 1));
		}
		return list;
	}

	private string(): string {
		const start = this.at;
		this.passString();
		return JSON.parse(this.text.slice(start, this.at)) as string;
	}

	private passString(): void {
		let end = this.at;
		do {
			end = this.text.indexOf('"', end + 1);
			if (end < 0) throw new SyntaxError();
		} while (this.isEscaped(end));
		this.at = end + 1;
	}

	private isEscaped(at: number): boolean {
		let start = at;
		while (this.text[start - 1] === '\\') start -= 1;
		return (at - start) % 2 === 1;
	}

	private literal(): unknown {
		LITERAL.lastIndex = this.at;
		const [text] = LITERAL.exec(this.text) ?? [];
		if (text === undefined) throw new SyntaxError();
		this.at += text.length;
		const value = JSON.parse(text) as unknown;
		return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? text : value;
	}

	/** The text of an object or a list, which is not looked into. */
	private containerText(): string {
		const start = this.at;
		let open = 0;
		do {
			BRACKET_OR_QUOTE.lastIndex = this.at;
			const sign = BRACKET_OR_QUOTE.exec(this.text);
			if (!sign) throw new SyntaxError();
			this.at = sign.index;
			if (sign[0] === '"') {
				this.passString();
			} else {
				open += '[{'.includes(sign[0]) ? 1 : -1;
				this.at += 1;
			}
		} while (open > 0);
		return this.text.slice(start, this.at);
	}

	/** The next sign that is not blank; nothing at the end. */
	private peek(): string {
		let sign = this.text.charAt(this.at);
		while (sign !== '' && BLANKS.includes(sign)) {
			this.at += 1;
			sign = this.text.charAt(this.at);
		}
		return sign;
	}

	/** Whether that is the next sign; if so, goes on behind it. */
	private takes(sign: string): boolean {
		if (this.peek() !== sign) return false;
		this.at += 1;
		return true;
	}

	private expect(sign: string): void {
		if (!this.takes(sign)) throw new SyntaxError();
	}
}
