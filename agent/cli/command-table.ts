import type { Command } from './command.js'

/** Every command, loaded only when it is called: start-up time is part of every build. */
export const commandTable: Record<string, () => Promise<Command>> = {
}
