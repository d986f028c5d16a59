import type { Packline } from './packline.js'

/** Who may do what on the board of the demo. */
const people = { ann: 'release', bo: 'release', tess: 'test' } as const

/**
 * What a board has besides packages: a parameter that was set, a hot update, a target that takes two people
 * to go live, and those people. Returns their names, roles and passwords as lines.
 */
export async function fillBoard (packline: Packline, game: string): Promise<string[]> {
  const because = (reason: string): string[] => ['--why', reason]
  await packline.run(['params', 'set', 'logLevel', 'all', ...because('a crash in the shop')])
  await packline.run(['params', 'set', 'logLevel', 'error', ...because('found')])
  const why = because('a mended level')
  const release = ['--app-version', '1.0.0.1', '--release', '1.0.0', '--target', 'formal']
  await packline.run(['hotupdate', 'build', ...release, ...why])
  const place = ['--target', 'formal', '--folder', 'build/www', '--hot-update', 'build/hotupdate']
  await packline.run(['release', 'publish', '1.0.0', ...place, ...why])
  await packline.run(['release', 'deliver', '1.0.0', '--target', 'formal', ...why])
  await packline.run(['target', 'edit', 'formal', '--set', 'approvals=2', ...because('going live takes two')])
  const lines: string[] = []
  for (const [name, role] of Object.entries(people)) {
    const password = await packline.say(['user', 'add', name, '--role', role, '--game', game])
    lines.push(`${name.padEnd(6)} ${password.trim()}   ${role}`)
  }
  return lines
}
