import {
	appOperations,
	forResource,
	limitFields,
	muteForFields,
	operationField,
	optionsField,
	scopesField,
	userIdsField,
} from '../../shared/operations/fields';

export const userDescription = forResource('user', [
	operationField([
		...appOperations('user'),
		{
			name: 'Get Many',
			value: 'getAll',
			description: 'List many users who are muted in the whole app, and until when',
			action: 'Get many users muted in the whole app',
		},
	]),
	userIdsField('mute', 'unmute', 'get'),
	scopesField([
		{ name: 'Chat Groups', value: 'groupchat', description: 'Messages in chat groups' },
		{ name: 'Chat Rooms', value: 'chatroom', description: 'Messages in chat rooms' },
		{ name: 'One-to-One Chats', value: 'chat', description: 'Messages to a single user' },
	]),
	...muteForFields,
	...limitFields,
	optionsField(),
]);
