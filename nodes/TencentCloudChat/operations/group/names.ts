import type { INodeProperties } from 'n8n-workflow';

import { choice } from '../../../shared/input/choices';
import type { Option } from '../../../shared/model/operation';

type Naming = 'current' | 'legacy';

/** The names since mid-2022, and those before, which private deployments may still want. */
export const NAMES = {
	current: {
		muteTime: 'MuteTime',
		muteAll: 'MuteAllMember',
		mutedList: 'get_group_muted_account',
	},
	legacy: {
		muteTime: 'ShutUpTime',
		muteAll: 'ShutUpAllMember',
		mutedList: 'get_group_shutted_uin',
	},
} as const;

export const apiNamingField: INodeProperties = {
	displayName: 'API Naming',
	name: 'apiNaming',
	type: 'options',
	options: [
		{ name: 'Current', value: 'current', description: 'MuteTime, MuteAllMember' },
		{ name: 'Legacy', value: 'legacy', description: 'ShutUpTime, ShutUpAllMember' },
	],
	default: 'current',
	description:
		'Names of the fields in requests. Tencent renamed them in 2022; only old deployments want the legacy ones.',
};

export const apiNaming: Option<Naming> = {
	field: apiNamingField,
	read: (value: unknown = 'current') => choice<Naming>(value, 'API Naming', ['current', 'legacy']),
};
