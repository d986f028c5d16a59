// Takes 5 s.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { LevelDocuments } from '../../coordination/level-documents.js'
import { author, game, openWorld, packageRow, rebuild } from '../../release/testing/release-world.js'
import { projectHere } from '../../../test/support/project-here.js'
import type { ProjectHere } from '../../../test/support/project-here.js'

async function project (t: Test, document: object = { project: 'dk', ...game }): Promise<ProjectHere> {
  return projectHere(t.testdir({}), document)
}

async function withPackages (home: string): Promise<void> {
  const documents = new LevelDocuments({ folder: join(home, 'documents') })
  const { registry } = openWorld(documents)
  for (const [version, content] of [['1.0', 'a'], ['1.1', 'b']] as const) {
    const release = await registry.begin({ version, rebuild, parameters: { logLevel: content } }, author)
    for (const target of ['live', 'review-1']) {
      await registry.recordRows(release, target, [
        packageRow('android', '应用宝', content),
        packageRow('ios', 'store', content)
      ], author)
    }
    await registry.recordAssets(release, {
      'ui/main.csb': { sha256: content.repeat(64), sizeBytes: 5 },
      [`only-${content}`]: { sha256: 'c'.repeat(64), sizeBytes: 7 }
    }, author)
  }
  await documents.close()
}

const why = ['--why', 'test']

t.test('a release goes from packages over review to live, and back', async t => {
  const { packline, home } = await project(t)
  t.match(await packline('target', 'apply', ...why), {
    status: 0,
    stdout: /revision 1 .* ann took over the project file of dk: test/
  })
  await withPackages(home)
  for (
    const [name, target, state] of [['1.0', 'live', 'published'], ['1.0', 'live', 'live'], [
      '1.1',
      'live',
      'published'
    ], ['1.1', 'review-1', 'published']]
  ) {
    t.match(await packline('release', 'move', name!, '--target', target!, '--state', state!, ...why), {
      status: 0,
      stdout: /revision/
    })
  }
  t.equal((await packline('release', 'submit', '1.1-2', '--target', 'review-1', ...why)).status, 0)

  const context = JSON.stringify({ platform: 'ios', version: '1.1', build: 2, deviceId: 'x' })
  t.match((await packline('release', 'resolve', '--context', context, '--json')).json(), {
    target: 'review-1',
    servers: { GameServer: ['game.review-1.example:7001'], Global: ['global.example:443'] },
    reason: { code: 'matched' }
  })

  t.match(await packline('release', 'flip', '--from', 'review-1', '--to', 'live', '--dry-run', ...why), {
    status: 0,
    stdout: /live: 1.0-1 live → 1.1-2 live\nNothing was written/
  })
  t.match(
    (await packline('release', 'flip', '--from', 'review-1', '--to', 'live', '--json', '--id', 'b-1', ...why))
      .json(),
    { after: { live: { release: { version: '1.1' } } } }
  )
  t.match(await packline('release', 'flip', '--from', 'review-1', '--to', 'live', ...why), {
    status: 1,
    stderr: /nothing is in review at review-1[^]*RELEASE_FLIP_REFUSED|RELEASE_FLIP_REFUSED/
  })
  t.match(await packline('release', 'resolve', '--context', context, '--explain'), {
    stdout: /gray-1: passed over for rollout[^]*live: taken[^]*environment: production/
  })
  t.match(await packline('release', 'undo', '--why', 'crashes'), {
    status: 0,
    stdout: /live: 1.1-2 live → 1.0-1 live/
  })

  t.match(await packline('release', 'list'), {
    stdout: /1\.0-1 .*live: live[^]*1\.1-2 .*review-1: in review/
  })
  t.match(await packline('release', 'show', '1.1'), {
    stdout: /应用宝[^]*Made of game c0ffee by: packline package build/
  })
  t.match((await packline('release', 'diff', '1.0', '1.1', '--json')).json(), {
    rows: [{ change: 'changed' }, { change: 'changed' }, { change: 'changed' }, { change: 'changed' }],
    assets: [{ path: 'only-a', change: 'removed' }, { path: 'only-b', change: 'added' }, {
      path: 'ui/main.csb',
      change: 'changed'
    }],
    parameters: [{ name: 'logLevel', before: 'a', after: 'b' }],
    bytes: { assetsBefore: 12, assetsAfter: 12 }
  })
  t.match(await packline('release', 'diff', '1.0', '1.1'), { stdout: /changed {2}ui\/main.csb/ })
  t.match(await packline('release', 'diff', '1.1', '1.1'), { stdout: /^4 packages hold the same in both$/m })
  t.match(
    await packline('release', 'edit', '1.0', '--notes', 'old but good', '--param', 'logLevel=all', ...why),
    { stdout: /notes: {2}→ old but good|notes: .*old but good/ }
  )
  t.match((await packline('release', 'history', '--json', '--last', '2')).json().revisions, [{
    action: 'undo',
    why: 'crashes'
  }, {
    action: 'release edit',
    changes: [{ path: 'notes', before: '', after: 'old but good' }, { path: 'parameters.logLevel' }]
  }])
})

t.test('targets are edited with a reason, a diff and an author', async t => {
  const { packline } = await project(t)
  t.match(await packline('target', 'edit', 'gray-1', '--set', 'priority=40'), { status: 2, stderr: /--why/ })
  t.match(
    await packline(
      'target',
      'edit',
      'gray-1',
      '--set',
      'priority=40',
      '--set',
      'match.platform=["ios"]',
      '--force',
      ...why
    ),
    {
      status: 0,
      stdout:
        /definition targets.gray-1.priority: 50 → 40[^]*definition targets.gray-1.match.platform: – → \["ios"\]/
    }
  )
  t.match(await packline('target', 'edit', 'gray-1', '--set', 'priority=41', ...why), {
    stdout: /definition targets\.gray-1\.priority: 40 → 41/
  })
  t.match(await packline('target', 'add', '{"id":"gray-3","environment":"prodction","priority":7}', ...why), {
    status: 2,
    stderr: /did you mean production/
  })
  t.match(await packline('target', 'add', '{"id":"gray-3","enviroment":"production"}', ...why), {
    status: 2,
    stderr: /environment/
  })
  t.match(
    await packline(
      'target',
      'add',
      '{"id":"gray-3","environment":"production","priority":50,"match":{"platform":["windows"]}}',
      ...why
    ),
    { status: 0 }
  )
  t.match(
    await packline(
      'target',
      'add',
      '{"id":"gray-4","environment":"production","priority":50,"match":{"platform":["windows"]}}',
      ...why
    ),
    { status: 2, stderr: /another priority than that of gray-3/ }
  )
  t.match(
    await packline(
      'target',
      'add',
      '{"id":"gray-3","environment":"production","priority":51,"match":{"platform":["web"]}}',
      ...why
    ),
    { status: 2, stderr: /RELEASE_TARGET_EXISTS/ }
  )
  t.match(await packline('target', 'remove', 'gray-3', ...why), { status: 0 })
  t.match(await packline('target', 'remove', 'gray-2', ...why), { status: 0 })
  t.match(
    (await packline('target', 'list', '--json')).json().targets.map((each: { id: string, origin: string }) =>
      `${each.id} ${each.origin}`
    ),
    ['review-1 file', 'review-2 file', 'review-vest file', 'gray-1 changed', 'live file']
  )
  t.match(await packline('target', 'show', 'gray-1'), {
    stdout: /priority: 41[^]*revision 3 .* ann changed the target gray-1: test/
  })
  t.match(await packline('target', 'show', 'gray-9'), { status: 2, stderr: /Known are/ })
})

t.test('a rollout widens, pauses and goes on, and narrows only by force', async t => {
  const { packline, folder } = await project(t)
  t.match(await packline('target', 'rollout', 'gray-1', '--percent', '10.25', ...why), {
    status: 0,
    stdout: /definition targets\.gray-1\.rollout\.share: 500 → 1025/
  })
  t.match(await packline('target', 'rollout', 'gray-1', '--percent', '5', ...why), {
    status: 1,
    stderr:
      /About 5.25 % of the players of gray-1 would lose it: the share goes from 10.25 % down to 5 %[^]*--force/
  })
  t.match(await packline('target', 'rollout', 'gray-1', '--percent', '20', '--salt', 'other', ...why), {
    status: 1,
    stderr: /another salt/
  })
  t.match(await packline('target', 'rollout', 'gray-1', '--percent', '5', '--force', ...why), { status: 0 })
  t.match(
    await packline('target', 'rollout', 'gray-1', '--percent', '50', '--at', '2031-01-01T00:00:00Z', ...why),
    { status: 0, stdout: /schedule/ }
  )
  t.match(await packline('target', 'pause', 'gray-1', ...why), { status: 0, stdout: /pausedAt: – → 20/ })
  t.match(await packline('target', 'pause', 'gray-1', ...why), { status: 0, stdout: /Nothing was changed/ })
  t.match(await packline('target', 'resume', 'gray-1', ...why), { status: 0, stdout: /pausedAt: 20.* → –/ })
  for (
    const [words, share] of [
      [['rollout', 'live', '--percent', '50'], '50 %'],
      [['edit', 'live', '--set', 'match.platform=["ios"]'], '100 %'],
      [['edit', 'gray-2', '--set', 'rollout={"share":3000}'], '20 %']
    ] as const
  ) {
    t.match(await packline('target', ...words, ...why), {
      status: 1,
      stderr: new RegExp(`About ${share} of the players .*RELEASE_ROLLOUT_NARROWS`, 's')
    }, words.join(' '))
  }
  const narrower = game.targets.map(each =>
    each.id === 'live' ? { ...each, match: { platform: ['ios'] } } : each
  )
  writeFileSync(join(folder, 'packline.json'), JSON.stringify({ project: 'dk', ...game, targets: narrower }))
  t.match(await packline('target', 'apply', ...why), { status: 1, stderr: /RELEASE_ROLLOUT_NARROWS/ })
  t.match(await packline('target', 'apply', '--force', ...why), { status: 0 })
  t.match(await packline('target', 'rollout', 'gray-1', '--percent', '101', ...why), { status: 2 })
  t.match(await packline('target', 'rollout', 'gray-1', '--percent', '1.234', ...why), { status: 2 })
  t.match(await packline('target', 'rollout', 'gray-1', ...why), { status: 2, stderr: /--percent/ })
  t.match(await packline('target', 'rollout', 'gray-1', '--end', ...why), {
    status: 2,
    stderr: /before gray-1, which take all clients that (gray-2|live)/
  }, 'what would make another target unreachable is refused')
})

t.test('parameters are typed and tell who set them', async t => {
  const { packline } = await project(t)
  t.match(await packline('params', 'set', 'logLevel', 'all', ...why), { status: 0 })
  t.match(await packline('params', 'set', 'logLevel', 'some', ...why), {
    status: 2,
    stderr: /none, error, all/
  })
  t.match(await packline('params', 'set', 'bundleCode', 'perhaps', ...why), {
    status: 2,
    stderr: /true or false/
  })
  t.match(await packline('params', 'set', 'bundleCode', 'false', '--target', 'gray-1', ...why), { status: 0 })
  t.match(await packline('params', 'list'), {
    stdout:
      /bundleCode +boolean +builds +true +true +default[^]*logLevel +choice +deliveries +all +error +ann .*: test/
  })
  t.match((await packline('params', 'list', '--target', 'gray-1', '--json')).json().parameters, [{
    name: 'bundleCode',
    value: false,
    origin: 'target'
  }, { name: 'logLevel', value: 'all', origin: 'operator', set: { by: 'ann', why: 'test' } }])
  t.match(await packline('params', 'unset', 'logLevel', ...why), { status: 0 })
  t.match((await packline('params', 'list', '--json')).json().parameters[1], {
    value: 'error',
    origin: 'default'
  })
})

t.test('what cannot be is told', async t => {
  const { packline, folder } = await project(t)
  t.match(await packline('release', 'show', '9.9'), { status: 2, stderr: /RELEASE_UNKNOWN|no release 9.9/ })
  t.match(await packline('release', 'resolve', '--context', '{'), { status: 2, stderr: /JSON/ })
  t.match(await packline('release', 'resolve', '--context', '[]'), { status: 2, stderr: /an object/ })
  t.match(await packline('release', 'resolve'), { status: 2, stderr: /--context/ })
  t.match(await packline('release', 'undo', ...why), { status: 2, stderr: /no flip/ })
  writeFileSync(
    join(folder, 'packline.json'),
    JSON.stringify({ project: 'dk', targets: [{ id: 'a', environment: 'nowhere' }] })
  )
  t.match(await packline('target', 'list'), { status: 2, stderr: /targets\[0\].environment is "nowhere"/ })
})

t.test('speaks Chinese', async t => {
  const { packline } = projectHere(t.testdir({}), { project: 'dk', ...game }, { language: 'zh-CN' })
  t.match(await packline('target', 'show', 'nichts'), { stderr: /没有发布目标 nichts/ })
})
