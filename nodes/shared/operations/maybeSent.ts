import type { Failure } from '../model/failure';

const CODE = 'MAYBE_SENT';

/** What must not be done twice, and may have been done: it is neither told as done, nor sent again. */
export function ofLost<T extends object>(step: T): T {
	if (!('failure' in step)) return step;
	const failure = step.failure as Failure;
	return failure.isLost ? { ...step, failure: maybeSent(failure) } : step;
}

export function isMaybeSent({ code }: Failure): boolean {
	return code === CODE;
}

function maybeSent({ message, httpStatus, said }: Failure): Failure {
	return {
		message: `Nobody knows whether it was sent. ${message}`,
		advice:
			'Look into the chat before you send it again: it is not repeated by itself, so that nobody gets it twice.',
		code: CODE,
		httpStatus,
		said,
		retry: 'no',
		scope: 'request',
		unanswered: true,
	};
}
