import { AgoraSimulator } from './agora/service';
import type { AgoraSettings } from './agora/settings';
import { TencentSimulator } from './tencent/service';
import type { TencentSettings } from './tencent/settings';

export { faultKinds, type FaultKind, type Faults } from './faults';
export type { MuteEnd } from './moderation';
export { seed, type SeedOptions } from './seed';
export type { RequestRecord } from './server';
export type { AgoraSettings, AgoraSimulator, TencentSettings, TencentSimulator };

export interface SimulatorOptions {
	/** Default: any free ones. */
	readonly ports?: { readonly tencent?: number; readonly agora?: number };
	/** Where to listen; default 127.0.0.1. */
	readonly host?: string;
	/** The services' clock: milliseconds since 1970. Default: `Date.now`. */
	readonly now?: () => number;
	/** First values of the services' settings, which may be changed later. */
	readonly tencent?: Partial<TencentSettings>;
	readonly agora?: Partial<AgoraSettings>;
}

export interface Simulator {
	readonly tencent: TencentSimulator;
	readonly agora: AgoraSimulator;
	/** Stops both servers and cuts open connections. */
	stop(): Promise<void>;
}

/** Starts both services, empty. `seed` fills them with believable data. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { ports, host, now = Date.now } = options;
	const tencent = new TencentSimulator(now, options.tencent);
	const agora = new AgoraSimulator(now, options.agora);
	await Promise.all([tencent.listen(ports?.tencent, host), agora.listen(ports?.agora, host)]);
	const stop = async () => {
		await Promise.all([tencent.stop(), agora.stop()]);
	};
	return { tencent, agora, stop };
}
