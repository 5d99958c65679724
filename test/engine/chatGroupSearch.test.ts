import { agoraCredential } from '../support/credentials';
import { dropDown } from '../support/dropDown';
import { nodeTypes } from '../support/engine';
import { useServices } from './services';

/** The drop-down of chat groups, through the context that n8n's editor gives it. */

const services = useServices();

afterEach(() => expect(services.agora.malformed).toEqual([]));

/** What the panel loads for the field. */
function search(filter?: string, paginationToken?: string) {
	const { agora } = nodeTypes;
	const field = agora.description.properties.find(({ name }) => name === 'chatGroupId');
	const method = field?.modes?.find(({ name }) => name === 'list')?.typeOptions?.searchListMethod;
	return dropDown(agora, String(method), agoraCredential(services.agora))(filter, paginationToken);
}

it('shows each group by its name and ID, newest first', async () => {
	const { agora } = services;
	agora.reset();
	agora.addChatRoom({ chatRoomId: '1', name: 'A room' });
	agora.addChatGroup({ chatGroupId: '2', name: 'Crew' });
	agora.addChatGroup({ chatGroupId: '3', name: 'Guild' });
	const { results, paginationToken } = await search();

	expect(results).toEqual([
		{ name: 'Guild (3)', value: '3' },
		{ name: 'Crew (2)', value: '2' },
	]);
	expect(paginationToken).toBeUndefined();
});

it('shows 1,200 groups page by page, each once', async () => {
	const { agora } = services;
	agora.reset();
	for (let i = 0; i < 1200; i++) agora.addChatGroup({ chatGroupId: String(70_000 + i) });
	const values: unknown[] = [];
	let token: string | undefined;
	do {
		const page = await search(undefined, token);
		values.push(...page.results.map(({ value }) => value));
		token = page.paginationToken as string | undefined;
	} while (token !== undefined);

	expect(values).toHaveLength(1200);
	expect(new Set(values).size).toBe(1200);
});

it('finds a group by part of its name, whatever the case', async () => {
	const { agora } = services;
	agora.addChatGroup({ chatGroupId: '7', name: 'Book Club' });
	const { results } = await search('book');

	expect(results).toEqual([{ name: 'Book Club (7)', value: '7' }]);
});

it('finds a group by its ID, and no room', async () => {
	const { agora } = services;
	agora.addChatGroup({ chatGroupId: '7070', name: 'Book Club' });
	agora.addChatRoom({ chatRoomId: '7071', name: 'Room' });

	expect((await search('7070')).results).toEqual([{ name: 'Book Club (7070)', value: '7070' }]);
	expect((await search('7071')).results).toEqual([]);
});
