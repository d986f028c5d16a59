import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const game = {
  project: 'game',
  environments: { prod: { services: { G: { addresses: ['g.example:1'] } } } },
  targets: [
    { id: 'live', environment: 'prod', approvals: 2 },
    { id: 'gray-1', environment: 'prod', priority: 50, rollout: { share: 500 } },
    { id: 'review-1', environment: 'prod', priority: 10, match: { submitted: true } }
  ],
  parameters: {
    logLevel: { type: 'choice', choices: ['none', 'all'], default: 'none', description: 'What is logged' }
  },
  assets: { output: 'out', rules: [{ name: 'a', processor: 'copy', include: ['a/**'] }] },
  packages: {
    limits: { freeDiskMb: 0 },
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } },
    hotUpdate: { url: 'https://cdn.example/hot-update/', content: [{ from: 'client/' }] }
  }
}

/** What names in a path can be, so that most requests find something, and some nothing. */
export const namedThings: Readonly<Record<string, readonly string[]>> = {
  project: ['game', 'nowhere'],
  target: ['live', 'review-1', 'gray-1', 'nowhere'],
  environment: ['prod', 'nowhere'],
  parameter: ['logLevel', 'nothing'],
  release: ['1.0-1', '1.1', '9.9'],
  other: ['1.0-1', '9.9'],
  native: ['1.0', '9.9']
}

/** A game with a release at each of two targets, in a workspace of the agent. */
export function releaseGame (
  folder: string,
  program: readonly string[],
  home: string,
  project = game.project
): void {
  mkdirSync(join(folder, 'client'), { recursive: true })
  writeFileSync(join(folder, 'client/a'), 'a')
  writeFileSync(join(folder, 'packline.json'), JSON.stringify({ ...game, project }))
  const [file = '', ...first] = program
  const packline = (...words: string[]): void => {
    execFileSync(file, [...first, ...words, '--why', 'to try the interface'], {
      cwd: folder,
      env: { ...process.env, PACKLINE_HOME: home, PACKLINE_CONFIG: '' },
      stdio: ['ignore', 'ignore', 'inherit']
    })
  }
  packline('target', 'apply')
  for (
    const [version, build, target, state] of [['1.0', '1', 'gray-1', 'live'], [
      '1.1',
      '2',
      'review-1',
      'in-review'
    ]]
  ) {
    const place = ['--target', String(target)]
    packline('package', 'build', '--app-version', String(version), '--build', String(build), '--record')
    packline('hotupdate', 'build', '--app-version', `${version}.0.1`, '--release', String(version))
    const to = ['--folder', join(home, 'www', project), '--files', '.', '--hot-update', 'build/hotupdate']
    packline('release', 'publish', String(version), ...place, ...to)
    packline('release', 'move', String(version), ...place, '--state', String(state))
  }
}
