/**
 * The versions of packline that this Jenkins library works with: the oldest that has every command and option of
 * its steps, and the newest that it is promised. `npm run generate` puts them into the library.
 */
export const libraryAgents = { oldest: '0.0', newest: '0.2' }
