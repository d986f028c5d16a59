import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tried } from './tried.js'
import { WatchingAgent, hookSecret } from './watching-agent.js'
import { WorkingCopy, soundProject } from './working-copy.js'

const root = join(import.meta.dirname, '../..')
const gitolite = '/usr/share/gitolite3'

/**
 * Debian's gitolite, whole but for sshd, in whose place a program hands it the command as sshd would: the
 * user's name as argument, and SSH_ORIGINAL_COMMAND.
 */
export async function tryGitolite (folder: string): Promise<void> {
  const home = join(folder, 'git')
  mkdirSync(home)
  const environment = { PATH: process.env.PATH, HOME: home, USER: 'git' }
  execFileSync('gitolite', ['setup', '--admin', 'admin'], { cwd: home, env: environment, stdio: 'ignore' })
  const ssh = (user: string): Record<string, string> => {
    const program = join(folder, `ssh-${user}`)
    writeFileSync(
      program,
      `#!/bin/sh\nshift\nHOME='${home}' USER=git SSH_CONNECTION='127.0.0.1 1 127.0.0.1 22' SSH_ORIGINAL_COMMAND="$*" ` +
        `exec ${gitolite}/gitolite-shell ${user}\n`
    )
    chmodSync(program, 0o755)
    return { GIT_SSH: program, GIT_SSH_VARIANT: 'simple' }
  }
  const admin = new WorkingCopy(join(folder, 'admin'), 'git@gitolite:gitolite-admin', ssh('admin'))
  admin.git('pull', '--quiet', 'origin', 'master')
  writeFileSync(
    join(folder, 'admin/conf/gitolite.conf'),
    'repo gitolite-admin\n  RW+ = admin\nrepo dk\n  RW = anna\n  RW dev/ = ben\n  R = farm\n'
  )
  admin.git('commit', '--quiet', '--all', '--message', 'dk')
  admin.git('push', '--quiet', 'origin', 'HEAD:master')

  const anna = new WorkingCopy(join(folder, 'anna'), 'git@gitolite:dk', ssh('anna'))
  anna.push('start', { 'packline.json': soundProject, 'sound/a.ogg': 'a' })
  // The agent reads over the server's own protocol, as the user whom gitolite lets read only.
  Object.assign(process.env, ssh('farm'))
  const agent = new WatchingAgent(folder, { url: 'git@gitolite:dk', forge: 'git' })
  try {
    const address = await agent.start()
    const served = join(home, 'repositories/dk.git')
    copyFileSync(join(root, 'resources/hooks/post-receive'), join(served, 'hooks/post-receive'))
    chmodSync(join(served, 'hooks/post-receive'), 0o755)
    writeFileSync(join(served, 'packline'), `url = ${address}\nrepository = dk\nsecret = ${hookSecret}\n`)
    const head = anna.push('louder', { 'sound/a.ogg': 'A', 'sound/声音 b.ogg': 'b' })
    tried(
      'a push through gitolite starts a build by its post-receive hook',
      await agent.resultOf(head),
      'succeeded'
    )

    const ben = new WorkingCopy(join(folder, 'ben'), 'git@gitolite:dk', ssh('ben'))
    ben.git('pull', '--quiet', 'origin', 'main')
    let isRefused = false
    try {
      ben.push('not allowed', { 'sound/c.ogg': 'c' })
    } catch {
      isRefused = true
    }
    tried('a push that gitolite refuses starts nothing', isRefused, true)
    const next = anna.push('next', { 'sound/d.ogg': 'd' })
    tried('and the push after it is built', await agent.resultOf(next), 'succeeded')
    tried(
      'gitolite keeps its own hook',
      readFileSync(join(served, 'hooks/update'), 'utf8').includes('gitolite'),
      true
    )
  } finally {
    await agent.stop()
  }
}
