import { accountCheck, getNoSpeaking, setNoSpeaking } from './accounts';
import type { Command } from './command';
import { getAppidGroupList } from './groupList';
import { getGroupInfo, getTopic } from './info';
import { banGroupMember, getGroupBanMember, unbanGroupMember } from './bans';
import { deleteGroupMember } from './members';
import { deleteGroupMsgBySender } from './messages';
import { adminMsgWithdraw, groupMsgRecall } from './recalls';
import { batchSendMsg, sendGroupMsg } from './notices';
import { modifyGroupBaseInfo, modifyTopic } from './muteAll';
import { forbidSendMsg, getGroupMutedAccount, getGroupShuttedUin } from './mutes';

/** By service and command, as in the path after `/v4/`. */
export const commands: Readonly<Record<string, Command>> = {
	'group_open_http_svc/forbid_send_msg': forbidSendMsg,
	'group_open_http_svc/get_group_muted_account': getGroupMutedAccount,
	'group_open_http_svc/get_group_shutted_uin': getGroupShuttedUin,
	'group_open_http_svc/delete_group_msg_by_sender': deleteGroupMsgBySender,
	'group_open_http_svc/group_msg_recall': groupMsgRecall,
	'group_open_http_svc/send_group_msg': sendGroupMsg,
	'openim/admin_msgwithdraw': adminMsgWithdraw,
	'openim/batchsendmsg': batchSendMsg,
	'group_open_http_svc/delete_group_member': deleteGroupMember,
	'group_open_http_svc/ban_group_member': banGroupMember,
	'group_open_http_svc/unban_group_member': unbanGroupMember,
	'group_open_http_svc/get_group_ban_member': getGroupBanMember,
	'group_open_http_svc/modify_group_base_info': modifyGroupBaseInfo,
	'group_open_http_svc/get_group_info': getGroupInfo,
	'group_open_http_svc/get_appid_group_list': getAppidGroupList,
	'million_group_open_http_svc/modify_topic': modifyTopic,
	'million_group_open_http_svc/get_topic': getTopic,
	'im_open_login_svc/account_check': accountCheck,
	'openconfigsvr/setnospeaking': setNoSpeaking,
	'openconfigsvr/getnospeaking': getNoSpeaking,
};
