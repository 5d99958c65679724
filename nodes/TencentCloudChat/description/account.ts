import {
	appOperations,
	forResource,
	muteForFields,
	operationField,
	optionsField,
	scopesField,
	userIdsField,
} from '../../shared/operations/fields';

export const accountDescription = forResource('account', [
	operationField(appOperations('account')),
	userIdsField('mute', 'unmute', 'get'),
	scopesField([
		{ name: 'Groups', value: 'group', description: 'Messages in groups' },
		{ name: 'One-to-One Chats (C2C)', value: 'c2c', description: 'Messages to a single user' },
	]),
	...muteForFields,
	optionsField(),
]);
