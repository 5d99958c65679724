// All the end-to-end tests, in order, in one process: they share one n8n (stage.mjs).
import './operations.mjs';
import './errorModes.mjs';
import './credentials.mjs';
import './examples.mjs';
import './triggers.mjs';
import './muteListTriggers.mjs';
import './browser.mjs';
import './moderation.mjs';
import './syncing.mjs';
import './watching.mjs';
import './secrets.mjs';
