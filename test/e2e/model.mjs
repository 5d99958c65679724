import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A chat model by script, with OpenAI's API: it calls the tools it is told to, one an answer, and
 * then says a last word, or what that makes of the messages.
 * @param {{ name: string, arguments: object }[]} calls
 * @param {string | ((messages: { content: string }[]) => string)} lastWord
 * @param {number} [thinksMs] before each answer
 */
export async function startModel(calls, lastWord, thinksMs = 0) {
	const requests = [];
	const server = createServer(async (request, response) => {
		let text = '';
		for await (const part of request) text += part;
		const call = calls[requests.length];
		await delay(thinksMs);
		const asked = JSON.parse(text);
		requests.push(asked);
		const message = call
			? { content: null, tool_calls: [toolCall(requests.length, call)] }
			: { content: typeof lastWord === 'string' ? lastWord : lastWord(asked.messages) };
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(completion(message)));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${server.address().port}/v1`,
		/** What it was asked, the tools it was offered among it. */
		requests,
		stop: () => server.close(),
	};
}

const toolCall = (number, call) => ({
	id: `call_${number}`,
	type: 'function',
	function: { name: call.name, arguments: JSON.stringify(call.arguments) },
});

const completion = (message) => ({
	id: 'chatcmpl-1',
	object: 'chat.completion',
	created: 0,
	model: 'scripted',
	choices: [
		{
			index: 0,
			message: { role: 'assistant', ...message },
			finish_reason: message.tool_calls ? 'tool_calls' : 'stop',
		},
	],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});
