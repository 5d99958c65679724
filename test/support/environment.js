// n8n-core reads its log level when it is first loaded.
process.env.N8N_LOG_LEVEL = 'silent';
