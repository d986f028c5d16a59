/** Moved to coordination; here for those that still look for it here. */
export { configuredSession } from '../coordination/configured-session.js'
