// All the tests of the queue mode, in order, in one process: they share its processes (stage.mjs).
import './callbacks.mjs';
import './tokens.mjs';
import './crowd.mjs';
