import { isInteger, isRecord, isStrings, unknownFields, type JsonObject } from '../shape';
import { malformed, type TencentCode } from './codes';

const uint32Max = 0xffffffff;
const uint64Max = 0xffffffffffffffffn;

/**
 * The JSON body of a Tencent command, read as strictly as its page describes it: a field of another
 * type is 10004 (§5.5), whatever JavaScript would have made of it.
 */
export class TencentBody {
	private constructor(
		private readonly fields: JsonObject,
		private readonly text: string,
	) {}

	/** `text` is the body as it arrived: a 64-bit number cannot be read from the parsed one. */
	static read(parsed: unknown, text: string, unparsable: TencentCode = 60003): TencentBody {
		if (!isRecord(parsed)) throw malformed(unparsable, 'the body must be a JSON object');
		return new TencentBody(parsed, text);
	}

	/** The fields that `known` does not hold. */
	unknown(known: readonly string[]): string[] {
		return unknownFields(this.fields, known);
	}

	has(name: string): boolean {
		return this.fields[name] !== undefined;
	}

	value(name: string): unknown {
		return this.fields[name];
	}

	string(name: string): string {
		const value = this.fields[name];
		if (typeof value !== 'string') throw malformed(10004, `${name} must be a string`);
		return value;
	}

	optionalString(name: string): string | undefined {
		return this.has(name) ? this.string(name) : undefined;
	}

	strings(name: string): string[] {
		const value = this.fields[name];
		if (!isStrings(value)) throw malformed(10004, `${name} must be an array of strings`);
		return value;
	}

	uint32(name: string): number {
		const value = this.fields[name];
		if (!isInteger(value) || value < 0 || value > uint32Max) {
			throw malformed(10004, `${name} must be a uint32`);
		}
		return value;
	}

	/** An unsigned 64-bit integer, to the last digit. Top-level fields only. */
	uint64(name: string): bigint {
		const [, digits] = new RegExp(`"${name}"\\s*:\\s*(\\d+)\\s*[,}]`).exec(this.text) ?? [];
		const value = digits === undefined ? undefined : BigInt(digits);
		if (value === undefined || value > uint64Max) {
			throw malformed(10004, `${name} must be a uint64`);
		}
		return value;
	}

	/** One of two words. */
	oneOf<Word extends string>(name: string, words: readonly Word[]): Word {
		const value = this.string(name);
		const word = words.find((candidate) => candidate === value);
		if (word === undefined) throw malformed(10004, `${name} must be one of ${words.join(', ')}`);
		return word;
	}

	/**
	 * Which of a field's two names is used: the current one, or the one from before mid-2022 (§1.1).
	 * `undefined` for neither; both at once is refused.
	 */
	either(current: string, legacy: string, acceptLegacy: boolean): string | undefined {
		if (this.has(current) && this.has(legacy)) {
			throw malformed(10004, `${current} and ${legacy} must not be sent together`);
		}
		if (this.has(legacy) && !acceptLegacy) throw malformed(10004, `${legacy} is not known`);
		return [current, legacy].find((name) => this.has(name));
	}
}
