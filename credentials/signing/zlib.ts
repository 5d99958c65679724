const MAX_STORED_BYTES = 0xffff;
const ADLER_MODULUS = 65_521;

/**
 * A zlib stream (RFC 1950) whose blocks are stored, not compressed: any inflater reads it.
 * n8n Cloud does not let nodes import `node:zlib`, and a signature is too short to gain from compression.
 * Whether Tencent's and Agora's servers take stored blocks is not documented; every zlib inflater must.
 */
export function zlibStored(data: Buffer): Buffer {
	const blocks: Buffer[] = [];
	let start = 0;
	do {
		const block = data.subarray(start, start + MAX_STORED_BYTES);
		start += block.length;
		const header = Buffer.alloc(5);
		header.writeUInt8(start >= data.length ? 1 : 0, 0);
		header.writeUInt16LE(block.length, 1);
		header.writeUInt16LE(block.length ^ 0xffff, 3);
		blocks.push(header, block);
	} while (start < data.length);
	const checksum = Buffer.alloc(4);
	checksum.writeUInt32BE(adler32(data));
	return Buffer.concat([Buffer.from([0x78, 0x01]), ...blocks, checksum]);
}

function adler32(data: Buffer): number {
	let low = 1;
	let high = 0;
	for (const byte of data) {
		low = (low + byte) % ADLER_MODULUS;
		high = (high + low) % ADLER_MODULUS;
	}
	return high * 0x10000 + low;
}
