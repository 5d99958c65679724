// The suites that run.mjs was asked for, in order, in one process: they share one n8n (stage.mjs).
for (const suite of process.env.CHAT_MUTE_SUITES.split(',')) await import(`./${suite}.mjs`);
