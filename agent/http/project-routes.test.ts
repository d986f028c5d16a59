import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { buildApp } from '../app.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import { LevelDocuments } from '../coordination/level-documents.js'
import { reviewedWorld } from '../release/testing/release-world.js'
import { releasePart } from './release-part.js'
import { TokenFile } from './tokens.js'

interface Asked {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  payload?: object
  headers?: Record<string, string>
}

async function open (t: Test) {
  let close = async (): Promise<void> => {}
  t.teardown(async () => {
    await close()
  })
  const home = t.testdir()
  const documents = new LevelDocuments({ folder: join(home, 'documents') })
  await reviewedWorld(documents)
  const config = defaultAgentConfig()
  const part = await releasePart({
    config,
    home,
    cwd: home,
    environment: {},
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    device: 'mac-01',
    signal: new AbortController().signal,
    now: () => Date.parse('2026-01-15T00:00:00Z')
  })
  const http = { ...config.http, localRole: 'none' } as const
  const tokens = new TokenFile(join(home, 'tokens.json'), Date.now)
  const [reader, lead] = [await tokens.add('reader', 'read'), await tokens.add('lead', 'admin')]
  const app = await buildApp({ http, tokens, hostNames: [], parts: [part] })
  close = async () => {
    await app.close()
    await part.close?.()
    await documents.close()
  }
  const ask = async (path: string, { method = 'GET', payload, headers }: Asked = {}, token = lead) => {
    const answer = await app.inject({
      method,
      url: `/v1/projects${path === '' ? '' : `/dk${path}`}`,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...payload === undefined ? {} : { payload }
    })
    return { status: answer.statusCode, etag: answer.headers.etag as string, body: answer.json() }
  }
  const page = async (url: string, token = reader) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'text/html' }
    const { statusCode, body } = await app.inject({ url, headers })
    return { status: statusCode, body }
  }
  const form = async (url: string, fields: Record<string, string>, token = lead) => {
    const { statusCode, headers, body } = await app.inject({
      method: 'POST',
      url,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded'
      },
      payload: new URLSearchParams(fields).toString()
    })
    return { status: statusCode, location: headers.location, body }
  }
  return { ask, page, form, reader, lead, documents }
}

t.test('projects are listed with their last change; one from before comes into it with its next', async t => {
  const { ask, page, documents } = await open(t)
  const list = async () => (await ask('')).body
  t.match(await list(), { projects: [{ project: 'dk', last: { action: 'release in-review', by: 'ann' } }] })
  t.match(
    (await page('/releases')).body,
    /<a href="\/projects\/dk">dk<\/a>[^]*ann brought 1\.1-2 into review at review-1/
  )
  const known = await documents.get('projects/dk')
  await documents.transact([{ type: 'remove', key: 'projects/dk', version: known!.version }])
  t.same(await list(), { projects: [] })
  t.match((await page('/releases?lang=zh')).body, '还没有项目有发布或目标')
  await ask('/releases/1.1', { method: 'PATCH', payload: { why: '<b>', notes: 'x' } })
  t.match(await list(), { projects: [{ project: 'dk', last: { action: 'release edit' } }] })
  t.match((await page('/releases?lang=zh')).body, /\?lang=zh">dk[^]*编辑了 1\.1-2[^]*&lt;b&gt;/)
  t.equal((await page('/releases', 'nobody')).status, 401)
})

t.test('a project can be read at one revision, which its ETag names', async t => {
  const { ask, reader } = await open(t)
  const { status, etag, body } = await ask('/targets', {}, reader)
  t.equal(status, 200)
  t.equal(etag, `"${body.revision}"`)
  t.match(body.targets.find(({ id }: { id: string }) => id === 'review-1'), {
    environment: 'review-1',
    origin: 'file',
    share: null,
    current: { release: { version: '1.1', state: 'in-review' } }
  })
  t.match(await ask('/targets/gray-1'), { status: 200, body: { id: 'gray-1', share: 500 } })
  t.match(await ask('/targets/nobody'), { status: 404, body: { error: { code: 'RELEASE_TARGET_UNKNOWN' } } })
  t.match(
    (await ask('/environments')).body.environments.find(({ name }: { name: string }) =>
      name === 'production'
    ),
    { targets: ['live', 'gray-1', 'gray-2'] }
  )
  t.match((await ask('/parameters?target=live')).body.parameters, [{ name: 'bundleCode', value: true }, {}])
  t.match((await ask('/releases')).body.releases, [{ version: '1.0' }, { version: '1.1' }])
  t.match((await ask('/releases/1.0')).body, {
    version: '1.0',
    rows: { live: [{ platform: 'android' }, { platform: 'ios' }] }
  })
  t.match((await ask('/releases/1.0-1/compare/1.1-2')).body, { from: '1.0-1', to: '1.1-2' })
  t.match(await ask('/releases/7.7'), { status: 404, body: { error: { code: 'RELEASE_UNKNOWN' } } })
  t.same((await ask('/status')).body.publishers, [])

  const { revisions } = (await ask('/history?limit=2')).body
  t.equal(revisions.length, 2)
  t.equal(revisions[0].revision, body.revision)
  t.match((await ask(`/history?limit=2&before=${revisions[1].revision}`)).body.revisions[0], {
    revision: body.revision - 2
  })
})

t.test('the board shows every version at every target, and leads to each release', async t => {
  const { ask, page } = await open(t)
  const { status, body } = await page('/projects/dk')
  t.equal(status, 200)
  const [, versions = ''] = body.split('id="versions"')
  t.match(
    versions,
    /<th scope="row">1\.1<[^]*releases\/1\.1-2">build 2<[^]*class="ok">in review<[^]*<th scope="row">1\.0</
  )
  t.match(
    versions,
    /releases\/1\.0-1">build 1<[^]*class="ok">live<[^]*ann brought 1\.1-2 into review at review-1/
  )
  t.notMatch(versions, 'of players', 'nobody has a share of what gray targets do not hold')
  t.match(body, /targets\/gray-1">gray-1<[^]*>5 %</)
  await ask('/flip', { method: 'POST', payload: { why: 'approved', from: 'review-1', to: 'live' } })
  const [, flipped = ''] = (await page('/projects/dk?lang=zh')).body.split('id="versions"')
  t.match(flipped, /1\.1-2\?lang=zh">构建 2<\/a>\s*<b class="ok">线上</)
  t.match(flipped, /1\.0-1\?lang=zh">构建 1<\/a>\s*已撤回/)
  t.match(
    (await page('/projects/dk?newer=1')).body.split('id="versions"')[1],
    /^(?![^]*>1\.1<)[^]*Newer versions/
  )
  t.match(await page('/projects/nobody'), { status: 404, body: 'cannot be shown' })
  t.equal((await page('/projects/dk?newer=-1')).status, 400)
  t.match(await page('/projects/dk/served'), { status: 200, body: 'Nothing was published by packline yet.' })
})

t.test('the page of a release has its packages, and compares it with another', async t => {
  const { ask, page } = await open(t)
  await ask('/releases/1.1', { method: 'PATCH', payload: { why: 'typo', notes: 'Heroes <i>' } })
  const { status, body } = await page('/projects/dk/releases/1.1-2')
  t.equal(status, 200)
  t.match(body, 'Heroes &lt;i&gt;')
  t.match(body, new RegExp(`android/store.zip <code class="digest small">${'b'.repeat(64)}<`))
  t.match(body, /option value="1\.0-1" selected/)
  t.match(
    body,
    /History[^]*lead@mac-01 edited 1\.1-2[^]*why: typo[^]*recorded packages[^]*ann began version 1\.1/
  )
  t.notMatch(body, 'id="comparison"')
  t.match(
    (await page('/projects/dk/releases/1.1-2?with=1.0-1')).body,
    /From 1\.0-1 to 1\.1-2[^]*review-1 android\/store[^]*new/
  )
  t.match(await page('/projects/dk/releases/7.7'), { status: 404, body: '7.7' })
  t.equal((await page('/projects/dk/releases/1.1-2?with=x')).status, 400)
})

t.test('what is changed keeps who and why, and is checked as a whole', async t => {
  const { ask, reader } = await open(t)
  const patch = { method: 'PATCH', payload: { why: 'widen', set: { rollout: { share: 700 } } } } as const
  t.match(await ask('/targets/gray-1', patch, reader), {
    status: 403,
    body: { error: { code: 'PROJECT_FORBIDDEN' } }
  })
  t.match((await ask('/targets/gray-1', patch)).body.revision, {
    by: 'lead@mac-01',
    why: 'widen',
    action: 'target edit',
    changes: [{ path: 'targets.gray-1.rollout.share', before: 500, after: 700 }]
  })
  t.same((await ask('/targets/gray-1', patch)).body, { revision: null }, 'nothing more to change')
  t.match(await ask('/targets/gray-1', { method: 'PATCH', payload: { set: {} } }), { status: 400 })
  t.match(
    await ask('/targets/gray-1', { method: 'PATCH', payload: { why: 'x', set: { environment: 'none' } } }),
    { status: 400, body: { error: { code: 'CONFIG_INVALID' } } }
  )
  t.match(
    await ask('/targets/live', {
      method: 'PATCH',
      payload: { why: 'x', set: { match: { platform: ['ios'] } } }
    }),
    { status: 409, body: { error: { code: 'RELEASE_ROLLOUT_NARROWS' } } }
  )
  t.match(await ask('/targets/review-1', { method: 'DELETE', payload: { why: 'x' } }), { status: 409 })
  const gray3 = { id: 'gray-3', environment: 'production', priority: 70, rollout: { share: 100 } }
  t.match(await ask('/targets', { method: 'POST', payload: { why: 'more', target: gray3 } }), { status: 200 })
  t.match(await ask('/targets', { method: 'POST', payload: { why: 'more', target: gray3 } }), { status: 409 })
  t.match((await ask('/targets/gray-3/pause', { method: 'POST', payload: { why: 'crashes' } })).body, {
    revision: { action: 'target pause' }
  })
  t.match(await ask('/targets/gray-3', { method: 'DELETE', payload: { why: 'done' } }), { status: 200 })

  t.match(
    (await ask('/environments/review-2', {
      method: 'PATCH',
      payload: { why: 'moved', set: { services: { VMS: { addresses: ['vms.new.example:1'] } } } }
    }))
      .body
      .revision,
    { action: 'environment edit', subject: 'review-2' }
  )
  const setAll = async () =>
    (await ask('/parameters/logLevel', { method: 'PUT', payload: { why: 'look', value: 'all' } })).body
  t.match(await setAll(), { revision: { action: 'params set' } })
  t.same(await setAll(), { revision: null }, 'what is so already is no change')
  t.match(await ask('/parameters/logLevel', { method: 'PUT', payload: { why: 'look', value: 'some' } }), {
    status: 400,
    body: { error: { code: 'CONFIG_INVALID' } }
  })
  t.match(
    (await ask('/releases/1.1', { method: 'PATCH', payload: { why: 'typo', notes: 'The vest build' } })).body,
    { revision: { action: 'release edit' } }
  )
})

t.test('an edit of what somebody else changed in between is refused; one beside it is not', async t => {
  const { ask } = await open(t)
  const { etag } = await ask('/targets')
  const edit = async (set: object, match = etag) =>
    await ask('/targets/gray-2', {
      method: 'PATCH',
      payload: { why: 'edit', set },
      headers: { 'if-match': match }
    })
  t.match(await edit({ rollout: { share: 3000 } }), { status: 200 })
  t.match(await edit({ rollout: { share: 3500 } }), {
    status: 412,
    body: {
      error: {
        code: 'RELEASE_CHANGED',
        details: { by: 'lead@mac-01', what: 'definition targets.gray-2.rollout.share' }
      }
    }
  })
  t.match(await edit({ rollout: null }), { status: 412 }, 'what holds it')
  t.match(await edit({ description: 'beside it' }), { status: 200 })
  t.equal((await ask('/targets/gray-2')).body.share, 3000, 'nothing was lost')
  const now = (await ask('/targets/gray-2')).etag
  t.match(await edit({ rollout: { share: 3100 } }, now), { status: 200 })
  t.match(await edit({ rollout: { share: 3200 } }, '*'), { status: 200 })
  t.match(await edit({ rollout: { share: 3300 } }, 'W/"1"'), { status: 400 })
})

t.test('a flip that two people have to agree to is refused until both did', async t => {
  const { ask } = await open(t)
  const post = async (path: string, payload: object) =>
    await ask(path, {
      method: 'POST',
      payload: { why: 'approved', from: 'review-1', to: 'live', ...payload }
    })
  await ask('/targets/live', { method: 'PATCH', payload: { why: 'care', set: { approvals: 2 } } })
  t.match(await ask('/flip?from=review-1&to=live'), { status: 200, body: { release: '1.1-2', needed: 2 } })
  t.match(await post('/flip', {}), { status: 409, body: { error: { code: 'RELEASE_NEEDS_APPROVALS' } } })
  t.match(await post('/approve', {}), { status: 200, body: { revision: { address: '127.0.0.1' } } })
  t.match(await post('/approve', {}), { status: 409, body: { error: { code: 'RELEASE_APPROVED_ALREADY' } } })
  t.match(await post('/flip', {}), { status: 409 }, 'one token is one person, whomever it names')
  t.match((await ask('/flip?from=review-1&to=live')).body.approvals, [{ person: 'lead' }])
  t.match(await post('/approve', { release: '1.0', from: 'x' }), { status: 409 })
})

t.test('a request that comes again is done once', async t => {
  const { ask } = await open(t)
  const { etag } = await ask('/releases')
  const again = async () =>
    await ask('/flip', {
      method: 'POST',
      payload: { why: 'approved', from: 'review-1', to: 'live' },
      headers: { 'idempotency-key': 'flip 1.1', 'if-match': etag }
    })
  const dry = await ask('/flip', {
    method: 'POST',
    payload: { why: 'look', from: 'review-1', to: 'live', dryRun: true }
  })
  t.match(dry.body, { revision: null, after: { live: { release: { version: '1.1' } } } })
  const first = await again()
  t.match(first, { status: 200, body: { before: { live: { release: { version: '1.0' } } } } })
  t.equal(first.etag, `"${first.body.revision}"`)
  t.same((await again()).body, first.body)
  t.match(
    await ask('/releases/1.0/move', {
      method: 'POST',
      payload: { why: 'late', target: 'live', state: 'live' },
      headers: { 'if-match': etag }
    }),
    { status: 412, body: { error: { details: { action: 'flip' } } } }
  )
  t.match((await ask('/undo', { method: 'POST', payload: { why: 'crashes' } })).body, {
    after: { live: { release: { version: '1.0' } } }
  })
  t.match(await ask('/undo', { method: 'POST', payload: { why: 'x', revision: 1 } }), {
    status: 400,
    body: { error: { code: 'RELEASE_NOTHING_TO_UNDO' } }
  })
  t.match((await ask('/repair', { method: 'POST', payload: { why: 'look' } })).body, { revision: null })
  t.match(await ask('/targets/live/lines/1.0/end', { method: 'POST', payload: { why: 'old' } }), {
    status: 404,
    body: { error: { code: 'HOT_UPDATE_LINE_UNKNOWN' } }
  })
})

t.test('a changelog is edited on the page of its release, and nobody overwrites what they did not see', async t => {
  const { ask, page, form, reader, lead } = await open(t)
  const url = '/projects/dk/releases/1.1-2'
  t.notMatch((await page(url, reader)).body, /<textarea/, 'who may read only has no form')
  const seen = /name="seen" value="(\d+)"/.exec((await page(url, lead)).body)![1]!
  const edited = await form(`${url}/changelog`, { changelog: 'a pet\r\na <shop>', why: 'for testers', seen })
  t.match(edited, { status: 303, location: url })
  t.match((await ask('/releases/1.1')).body, { changelog: 'a pet\na <shop>' })
  t.match((await page(url, reader)).body, /<li class="digest">a &lt;shop&gt;<\/li>/)
  t.match(await form(`${url}/changelog`, { changelog: 'mine', why: 'x', seen }), {
    status: 412,
    body: /<h1>/
  })
  t.equal((await form(`${url}/changelog`, { changelog: 'mine', why: 'x' }, reader)).status, 403)
  t.equal(
    (await ask('/releases/1.1', {
      method: 'PATCH',
      payload: { changelog: 'by a program', why: 'x' }
    }))
      .status,
    200
  )
})
