// Takes 7 s.
import t from 'tap'
import { now, peopleWorld } from '../../test/support/people-world.js'
import { until } from '../../test/support/processes.js'
import { parseAgentConfig } from '../config/agent-config-check.js'
import { RobotStandIn } from '../notice/testing/robot-stand-in.js'
import { applyProjectFile, editTarget } from '../release/change-definition.js'
import { moveTo } from '../release/move-release.js'
import { author, game, packageRow, rebuild } from '../release/testing/release-world.js'

const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>\'`'

/** The hidden fields of the form that is sent to `action`. */
function fieldsOf (body: string, action: string): Record<string, string> {
  const [, form = ''] = body.split(`method="post" action="${action}"`)
  const [inside = ''] = form.split('</form>')
  return Object.fromEntries(
    [...inside.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((
      [, name, value]
    ) => [name, value])
  )
}

/** What one reads of a page. */
function textOf (body: string): string {
  return body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}

t.test('a release goes live on a page: looked at, agreed to by another one, confirmed by its name, taken back', async t => {
  const { store, visitor } = await peopleWorld(t, {
    ann: { dk: 'release' },
    bo: { dk: 'release' },
    lei: { dk: 'read' }
  })
  await editTarget(store, 'live', target => ({ ...target, approvals: 2 }), author)
  const [ann, bo, lei] = [await visitor('ann'), await visitor('bo'), await visitor('lei')]
  t.match((await ann.get('/projects/dk')).body, /href="\/projects\/dk\/flip">Go live</)
  const page = '/projects/dk/flip?from=review-1&to=live'
  t.match(
    (await ann.get(page)).body,
    /1\.0-1 live[^]*<b>1\.1-2 live<[^]*Nothing stands against it[^]*it takes 2[^]*Nobody so far/
  )
  t.match((await ann.get(`${page}&lang=zh`)).body, /所有前提条件都满足/)
  t.match((await ann.get('/projects/dk/flip?from=review-2&to=live&lang=zh')).body, /没有提审中的发布/)
  t.notMatch((await lei.get(page)).body, 'method="post" action="/projects/dk/flip"')
  t.equal((await lei.post('/projects/dk/flip', { from: 'review-1', to: 'live' })).statusCode, 403)

  const flip = async (who: typeof ann, more: Record<string, string> = {}) =>
    await who.post('/projects/dk/flip', {
      from: 'review-1',
      to: 'live',
      why: 'approved',
      confirm: 'live',
      ...more
    })
  t.match(await flip(ann, { confirm: 'liv' }), {
    statusCode: 400,
    body: /role="alert"[^]*the name: live/
  })
  t.match(await flip(ann, { why: ' ' }), { statusCode: 400, body: /A reason is needed/ })
  t.match(await flip(ann), { statusCode: 409, body: /needs 2 people[^]*so far: ann/ })
  const agree = async (who: typeof ann) =>
    await who.post('/projects/dk/approve', { from: 'review-1', to: 'live', why: 'tried <b>it</b>' })
  t.equal((await agree(ann)).statusCode, 303)
  t.match(await agree(ann), { statusCode: 409, body: /ann approved 1\.1-2 for live already/ })
  t.match((await bo.get(page)).body, /ann agreed[^]*why: tried &lt;b&gt;it/)
  t.notMatch((await bo.get(page)).body, 'I agree no longer')
  t.match((await ann.get(page)).body, 'I agree no longer')
  const withdraw = { from: 'review-1', to: 'live', why: 'one crashed' }
  t.match(await bo.post('/projects/dk/withdraw', withdraw), { statusCode: 409, body: /bo has not approved/ })
  t.equal((await ann.post('/projects/dk/withdraw', withdraw)).statusCode, 303)
  t.match((await bo.get(page)).body, /Nobody so far/)
  t.equal((await agree(ann)).statusCode, 303)
  t.match(await flip(bo), { statusCode: 303, headers: { location: '/projects/dk' } })
  const board = (await bo.get('/projects/dk')).body
  const [, undo = ''] = /href="(\/projects\/dk\/undo\/\d+)"/.exec(board) ?? []
  t.match((await bo.get(undo)).body, /bo flipped review-1 → live[^]*from 127\.0\.0\.1/)
  t.equal((await bo.post(undo, { why: 'crashes' })).statusCode, 303)
  t.match((await lei.get('/projects/dk')).body, /1\.0-1<\/a> live/)
  t.notMatch((await lei.get('/projects/dk/history')).body, '/undo/')
})

t.test('a release goes into review on a page: which version and build, where, and what it takes the place of', async t => {
  const { store, registry, visitor, audit } = await peopleWorld(t, {
    ann: { dk: 'release' },
    lei: { dk: 'read' }
  })
  const name = { version: '1.2', build: 3 }
  await registry.begin({ ...name, rebuild }, author)
  const [ann, lei] = [await visitor('ann'), await visitor('lei')]
  const page = '/projects/dk/releases/1.2-3/submit'
  t.match((await ann.get('/projects/dk/releases/1.2-3')).body, `href="${page}">Submit for review<`)
  t.notMatch((await lei.get('/projects/dk/releases/1.2-3')).body, page)
  t.match((await ann.get(page)).body, /at no target yet/)
  for (const id of ['review-1', 'review-2']) {
    await registry.recordRows(name, id, [packageRow('android'), packageRow('ios')], author)
  }
  t.match(
    (await ann.get(page)).body,
    /review-1 · packaged[^]*What stands against it[^]*is packaged at review-1/
  )
  await moveTo(store, name, 'review-1', 'published', author)
  const { body } = await ann.get(page)
  t.match(body, /value="review-1" selected[^]*1\.1-2 in review<[^]*<b>1\.2-3 in review<[^]*name="why"/)
  t.match((await ann.get(`${page}?target=review-2&lang=zh`)).body, /1\.2-3 提审[^]*前提条件[^]*review-2/)
  t.match((await lei.get(page)).body, /takes the role release/)

  const fields: Record<string, string> = { ...fieldsOf(body, page), why: 'sent to <store>' }
  t.equal(fields.target, 'review-1')
  t.equal((await lei.post(page, fields)).statusCode, 403)
  t.equal((await ann.post(page, { ...fields, 'form-token': 'x' })).statusCode, 403)
  t.match(await ann.post(page, { ...fields, why: ' ' }), { statusCode: 400, body: /A reason is needed/ })
  t.match(await ann.post(page, { ...fields, target: 'nowhere' }), { statusCode: 404, body: /role="alert"/ })
  t.match(await ann.post(page, fields), {
    statusCode: 303,
    headers: { location: '/projects/dk/releases/1.2-3' }
  })
  t.equal((await ann.post(page, fields)).statusCode, 303, 'a second click')
  t.match((await store.history()).at(-1), { action: 'release in-review', by: /^ann/, why: 'sent to <store>' })
  t.match((await ann.get('/projects/dk')).body, /review-1[^]*1\.2-3<\/a> in review/)
  t.match(audit().at(-1), { action: /\/submit$/, by: 'ann' })
  t.match(await ann.post(page, { ...fields, key: 'another' }), {
    statusCode: 409,
    body: /role="alert"[^]*What stands against it/
  })
})

t.test('who edits what somebody else changed is shown it, keeps what they wrote, and may send it again', async t => {
  const { visitor, store } = await peopleWorld(t, {
    ann: { dk: 'test' },
    bo: { dk: 'test' },
    lei: { dk: 'release' }
  })
  const [ann, bo, lei] = [await visitor('ann'), await visitor('bo'), await visitor('lei')]
  const path = '/projects/dk/releases/1.1-2/notes'
  const shown = fieldsOf((await ann.get(path)).body, path)
  const own = fieldsOf((await bo.get(path)).body, path)
  t.equal((await ann.post(path, { ...shown, notes: 'new heroes\r\nand maps', why: 'told' })).statusCode, 303)
  t.equal(
    (await ann.post(path, { ...shown, notes: 'new heroes\r\nand maps', why: 'told' })).statusCode,
    303,
    'a second click'
  )
  const refused = await bo.post(path, { ...own, notes: 'fewer bugs', why: 'mine' })
  t.equal(refused.statusCode, 412)
  t.match(
    refused.body,
    /changed by ann[^]*notes<\/b>: <span class="notes"><\/span>\s*→ <span class="notes">new heroes\nand maps/
  )
  t.match(refused.body, />\nfewer bugs<\/textarea>/)
  const again = fieldsOf(refused.body, path)
  t.not(again.seen, own.seen)
  t.equal((await bo.post(path, { ...again, notes: 'new heroes, fewer bugs', why: 'both' })).statusCode, 303)
  t.match((await ann.get('/projects/dk/releases/1.1-2')).body, 'new heroes, fewer bugs')

  const page = '/projects/dk/releases/1.1-2'
  const [first, second] = [
    fieldsOf((await ann.get(page)).body, `${page}/changelog`),
    fieldsOf((await bo.get(page)).body, `${page}/changelog`)
  ]
  t.equal(
    (await ann.post(`${page}/changelog`, { ...first, changelog: 'a shop', why: 'told' })).statusCode,
    303
  )
  t.match(await bo.post(`${page}/changelog`, { ...second, changelog: 'a <map>', why: 'mine' }), {
    statusCode: 412,
    body: /changelog<\/b>: [^]*a shop<[^]*<details open>[^]*>\na &lt;map&gt;<\/textarea>/
  })

  const text = async () => (await store.read<{ changelog?: string }>('releases/1.1-2'))?.changelog ?? ''
  const undo = async (why: string) => {
    const last = `/projects/dk/undo/${(await store.history()).at(-1)!.revision}`
    t.match((await lei.get('/projects/dk/history')).body, `href="${last}"`)
    t.equal((await lei.get(last)).statusCode, 200)
    return (await lei.post(last, { why })).statusCode
  }
  t.equal(await undo('not told'), 303)
  t.equal(await text(), '', 'there was none')
  const long = 'a "line"\n'.repeat(2200)
  t.equal((await ann.post(`${page}/changelog`, { changelog: long, why: 'all of it' })).statusCode, 303)
  t.equal((await ann.post(`${page}/changelog`, { changelog: 'a shop', why: 'short' })).statusCode, 303)
  t.equal(await undo('the long one'), 303)
  t.equal(await text(), long)
})

t.test('fifty people who edit at once lose nothing', async t => {
  const { visitor, store } = await peopleWorld(t, { ann: { dk: 'release' } })
  const ann = await visitor('ann')
  const path = '/projects/dk/releases/1.1-2/notes'
  const first = fieldsOf((await ann.get(path)).body, path)
  const codes = await Promise.all(Array.from({ length: 50 }, async (_, index) => {
    // Each reads, adds a line to what is there, and again where somebody else was first.
    let seen = first
    let notes = ''
    for (let tries = 0; tries < 200; tries++) {
      const mine = `${notes}${notes === '' ? '' : '\n'}line ${index}`
      const answer = await ann.post(path, {
        ...seen,
        key: `${index} ${tries}`,
        notes: mine,
        why: `line ${index}`
      })
      if (answer.statusCode === 303) return tries
      t.equal(answer.statusCode, 412)
      const page = (await ann.get(path)).body
      seen = fieldsOf(page, path)
      notes = /<textarea[^>]*>\n([^<]*)</.exec(page)![1]!
    }
    return -1
  }))
  t.notOk(codes.includes(-1))
  const lines = (await store.read<{ notes: string }>('releases/1.1-2'))?.notes.split('\n') ?? []
  t.equal(new Set(lines).size, 50, 'every line is there')
})

t.test('parameters and rollouts are changed as forms, paused, and taken back', async t => {
  const { visitor, store } = await peopleWorld(t, { ann: { dk: 'release' } })
  const ann = await visitor('ann')
  await applyProjectFile(store, game, author, { uses: { bundleCode: ['scripts.alias'] } })
  t.match(
    (await ann.get('/projects/dk/parameters')).body,
    /bundleCode[^]*builds[^]*Put scripts into one bundle[^]*Default: true[^]*take it for scripts.alias/
  )
  t.match(await ann.post('/projects/dk/parameters/logLevel', { value: 'some', why: 'x' }), {
    statusCode: 400,
    body: /role="alert"/
  })
  t.equal(
    (await ann.post('/projects/dk/parameters/logLevel', { value: 'all', why: 'look closer' })).statusCode,
    303
  )
  t.equal(
    (await ann.post('/projects/dk/parameters/bundleCode', { value: 'false', why: 'debug' })).statusCode,
    303
  )
  t.match(
    (await ann.get('/projects/dk/parameters')).body,
    /<b class="digest">false<[^]*set by ann, why: debug/
  )
  t.equal(
    (await ann.post('/projects/dk/parameters/bundleCode', { reset: 'yes', why: 'done' })).statusCode,
    303
  )
  const own = { parameters: { bundleCode: false } }
  await editTarget(store, 'gray-1', target => ({ ...target, ...own }), { by: 'bo', why: 'only there' })
  const history = async (lang: string) =>
    textOf((await ann.get(`/projects/dk/parameters/bundleCode?lang=${lang}`)).body)
  t.match(await ann.get('/projects/dk/parameters'), { body: /href="\/projects\/dk\/parameters\/bundleCode"/ })
  t.match(
    await history('en'),
    /gray-1 – false bo only there .* everywhere false – ann done undo .* everywhere – false ann debug (?!undo).*default of the project file – true ann test/
  )
  t.match(await history('zh'), /范围 原为 改为 操作者 原因 .* 全部 false – ann done 撤销/)
  const [, wayBack = ''] = /everywhere[^]*?href="([^"]+undo\/\d+)/
    .exec((await ann.get('/projects/dk/parameters/bundleCode')).body) ?? []
  t.equal((await ann.post(wayBack, { why: 'not yet' })).statusCode, 303)
  t.match(await history('en'), /everywhere – false ann not yet undo/)
  t.equal((await ann.get('/projects/dk/parameters/nothing')).statusCode, 404)

  const path = '/projects/dk/targets/gray-2'
  t.match(
    (await ann.get(path)).body,
    /name="share" type="number"[^>]*value="25"[^]*type="range"[^]*2026-02-01T00:00:00Z 50/
  )
  t.match(
    (await ann.get(path)).body,
    /gray-1<[^]*?<td>5 %<[^]*?gray-2<\/th>\s*<td>23\.75 %<\/td><td>47\.5 %<[^]*?live<\/th>\s*<td>71\.25 %<\/td><td>47\.5 %</
  )
  const trial = async (fields: Record<string, string>) =>
    (await ann.post(`${path}/rollout/check?lang=zh`, { schedule: '', ...fields })).json()
  t.match(await trial({ share: '50' }), {
    fits: true,
    text: '匹配它的玩家：gray-1 5 %、gray-2 47.5 %、live 47.5 %'
  })
  t.match(await trial({ share: '5' }), { fits: false, text: /gray-2/ })
  const roll = async (fields: Record<string, string>) =>
    await ann.post(`${path}/rollout`, { why: 'widen', ...fields })
  t.match(await roll({ share: '30', schedule: 'soon 50' }), {
    statusCode: 400,
    body: /2031-01-02T10:00:00Z/
  })
  t.match(await roll({ share: '5', schedule: '' }), {
    statusCode: 409,
    body: /would lose it[^]*name="force"/
  })
  t.equal(
    (await roll({ share: '30', schedule: '2026-02-01T00:00:00Z 50\r\n2026-03-01T00:00:00Z 100' })).statusCode,
    303
  )
  t.equal((await ann.post(`${path}/pause`, { why: 'crashes' })).statusCode, 303)
  t.match((await ann.get(path)).body, /30 %[^]*Paused since 2026-01-15/)
  const [, undo = ''] =
    /href="(\/projects\/dk\/undo\/\d+)"/.exec((await ann.get('/projects/dk/history')).body) ?? []
  t.match((await ann.get(undo)).body, /targets\.gray-2\.rollout\.pausedAt/)
  t.equal((await ann.post(undo, { why: 'they stopped' })).statusCode, 303)
  t.notMatch((await ann.get(path)).body, 'Paused since')
  t.equal((await ann.post(undo, { why: 'again' })).statusCode, 303, 'nothing is left to take back')
  const edit = (await store.history()).find(({ why, action }) =>
    why === 'widen' && action === 'target rollout'
  )!
  t.equal((await roll({ share: '35', schedule: '', force: 'yes' })).statusCode, 303)
  t.match(await ann.post(`/projects/dk/undo/${edit.revision}`, { why: 'late', force: 'yes' }), {
    statusCode: 412,
    body:
      /changed by ann[^]*targets\.gray-2\.rollout\.share<\/b>: <span class="notes">3000<\/span>\s*→ <span class="notes">3500/
  })
  t.match((await store.history()).at(-1), { action: 'target rollout', by: 'ann', address: '127.0.0.1' })
  t.equal((await ann.get('/projects/dk/undo/1')).statusCode, 400, 'what has no way back')
})

t.test('a target is a form over its schema; collisions are told while somebody types, and again when it is sent', async t => {
  const { visitor, store, app } = await peopleWorld(t, { ann: { dk: 'admin' }, bo: { dk: 'release' } })
  const ann = await visitor('ann')
  const path = '/projects/dk/targets/gray-2'
  const page = (await ann.get(path)).body
  t.match((await ann.get(`${path}?lang=zh`)).body, />它的用途</)
  const fields = {
    environment: 'production',
    kind: 'gray',
    priority: '60',
    'match.platform': 'android',
    'match.channel': '应用宝'
  }
  t.match(
    page,
    /name="match\.channel"[^>]*>\n应用宝<[^]*data-check|data-check[^]*name="match\.channel"[^>]*>\n应用宝</
  )
  const check = async (more: Record<string, string>) =>
    (await ann.post(`${path}/check`, { ...fields, ...more })).json()
  t.match(await check({}), { fits: true })
  t.match(await check({ priority: '50' }), { fits: false, text: /another priority than that of gray-1/ })
  t.match(await check({ environment: 'nowhere' }), { fits: false, text: /nowhere/ })
  t.match(await check({ priority: 'x' }), { fits: false, text: /priority/ })
  const save = async (more: Record<string, string>) =>
    await ann.post(path, { why: 'tidy', ...fields, ...more })
  t.match(await save({ priority: '50' }), {
    statusCode: 400,
    body: /role="alert"[^]*name="priority" value="50"/
  })
  t.equal((await save({ description: 'for <some>', parameters: 'logLevel=all' })).statusCode, 303)
  t.match(
    new Map((await store.history()).at(-1)?.changes.map(({ path, after }) => [path, after])),
    new Map([
      ['targets.gray-2.description', 'for <some>'],
      ['targets.gray-2.parameters.logLevel', 'all']
    ])
  )
  const bo = await visitor('bo')
  t.equal((await bo.post(path, { why: 'x', ...fields })).statusCode, 403)
  t.notMatch((await bo.get(path)).body, 'gray-2/check"')
  t.equal((await app.inject({ method: 'POST', url: `${path}/check`, headers: ann.headers })).statusCode, 403)
})

t.test('targets and environments come and go by forms, with the preconditions of the commands, and come back', async t => {
  const { visitor, store, app } = await peopleWorld(t, { ann: { dk: 'admin' }, bo: { dk: 'release' } })
  const [ann, bo] = [await visitor('ann'), await visitor('bo')]
  const [targets, environments] = ['/projects/dk/targets', '/projects/dk/environments']
  t.match(
    (await ann.get(`${targets}?lang=zh`)).body,
    /gray-1<\/a>[^]*新目标[^]*name="id"[^]*name="priority" value="100"/
  )
  t.match((await bo.get(targets)).body, /gray-1<\/a>/)
  t.notMatch((await bo.get(targets)).body, 'name="id"')

  const services = {
    'services.+': 'GameServer',
    'services.+.addresses': 'game.eu.example:7001',
    'services.+.databases': 'db1.example:3306',
    'services.+.namespace': 'production'
  }
  const make = { why: 'a region', name: 'eu', description: 'Europe', ...services }
  t.match((await ann.post('/projects/dk/check-environment', make)).json(), { fits: false, text: /namespace/ })
  t.match(await ann.post(environments, make), {
    statusCode: 400,
    body: /role="alert"[^]*name="name" value="eu"/
  })
  const fits = { ...make, 'services.+.namespace': 'eu' }
  t.match((await ann.post('/projects/dk/check-environment', fits)).json(), { fits: true })
  t.equal((await ann.post(environments, fits)).statusCode, 303)
  t.match(await ann.post(environments, fits), { statusCode: 409, body: /already/ })
  t.equal((await bo.post(environments, fits)).statusCode, 403)

  const target = {
    why: 'Europe',
    id: 'eu-1',
    environment: 'eu',
    priority: '70',
    'match.channel': 'eu',
    approvals: ''
  }
  t.match((await ann.post('/projects/dk/check-target', { ...target, environment: 'nowhere' })).json(), {
    fits: false
  })
  t.match(await ann.post(targets, { ...target, priority: '100' }), {
    statusCode: 400,
    body: /name="id" value="eu-1"/
  })
  t.equal((await ann.post(targets, { ...target, parameters: 'bundleCode=false' })).statusCode, 303)
  t.match(
    (await store.read<any>('definition')).targets['eu-1'],
    { environment: 'eu', match: { channel: ['eu'] }, parameters: { bundleCode: false } }
  )

  const one = `${environments}/eu`
  t.match((await ann.get(one)).body, /Targets that use it: eu-1[^]*name="services\.GameServer\.addresses"/)
  t.match((await bo.get(one)).body, /game\.eu\.example/)
  const kept = { why: 'moved', 'services.GameServer.addresses': 'game-2.eu.example:7001' }
  const beside = { 'services.Old.addresses': 'x:1', 'services.Old.-': 'yes' }
  t.match((await ann.post(`${one}/check`, { ...kept, 'services.GameServer.addresses': 'a b' })).json(), {
    fits: false
  })
  t.equal((await ann.post(one, { ...kept, ...beside })).statusCode, 303)
  t.match((await store.read<any>('definition')).environments.eu, {
    services: { GameServer: { addresses: ['game-2.eu.example:7001'] }, Old: undefined }
  })

  t.match(await ann.post(`${one}/remove`, { why: 'gone', confirm: 'eu' }), {
    statusCode: 400,
    body: /eu-1|environment/
  })
  t.match(await ann.post(`${targets}/live/remove`, { why: 'gone', confirm: 'live' }), {
    statusCode: 409,
    body: /1\.0-1/
  })
  t.match(await ann.post(`${targets}/eu-1/remove`, { why: 'gone', confirm: 'eu' }), { statusCode: 400 })
  t.match(await ann.post(`${targets}/eu-1/remove`, { why: 'gone', confirm: 'eu-1' }), {
    statusCode: 303,
    headers: { location: targets }
  })
  t.equal((await ann.post(`${one}/remove`, { why: 'gone', confirm: 'eu' })).statusCode, 303)
  t.equal((await ann.get(one)).statusCode, 404)
  t.notMatch(
    (await bo.get('/projects/dk/history')).body,
    '/undo/',
    'who may not change targets takes none back'
  )
  const undo = (await store.history()).slice(-2).reverse().map(({ revision }) =>
    `/projects/dk/undo/${revision}`
  )
  t.equal((await bo.post(undo[0]!, { why: 'x' })).statusCode, 403)
  for (const path of undo) t.equal((await ann.post(path, { why: 'after all' })).statusCode, 303, path)
  t.match((await store.read<any>('definition')).targets['eu-1'], {
    environment: 'eu',
    parameters: { bundleCode: false }
  })
  t.equal((await app.inject({ method: 'POST', url: `${one}/remove`, headers: ann.headers })).statusCode, 403)
})

t.test('whatever somebody stored is text on every page', async t => {
  const robots = await RobotStandIn.start(now)
  t.teardown(async () => {
    await robots.close()
  })
  robots.isDown = true
  const notices = { receivers: [{ name: 'qa', service: 'slack', urlFile: 'env:QA_URL' }], collectMs: 0 }
  const { visitor } = await peopleWorld(t, { ann: { dk: 'admin' }, lei: { dk: 'test' } }, {
    notices: parseAgentConfig('agent.json', Buffer.from(JSON.stringify({ notices }))).notices,
    environment: { QA_URL: robots.urls.slack }
  })
  const ann = await visitor('ann')
  await until('a notice waits', async () => (await ann.get('/projects/dk/notices')).body.includes('qa'))
  await ann.post('/projects/dk/releases/1.1-2/notes', { notes: `</textarea>${hostile}`, why: hostile })
  await ann.post('/projects/dk/parameters/logLevel', { value: 'all', why: hostile })
  const saved = await ann.post('/projects/dk/targets/gray-2', {
    environment: 'production',
    priority: '61',
    kind: hostile,
    description: `</textarea>${hostile}`,
    why: hostile
  })
  t.equal(saved.statusCode, 303)
  await ann.post('/projects/dk/targets/gray-2/pause', { why: hostile })
  const [name, services] = [hostile, { 'services.+': hostile, 'services.+.addresses': hostile }]
  const refusals = [
    await ann.post('/projects/dk/environments', { name, why: hostile, description: hostile, ...services }),
    await ann.post('/projects/dk/environments/production', {
      why: hostile,
      [`services.${hostile}.from`]: 'x'
    }),
    await ann.post('/projects/dk/targets', { id: hostile, environment: hostile, why: hostile })
  ]
  for (const { statusCode, body } of refusals) {
    t.equal(statusCode, 400)
    t.notMatch(body, /<img src=x|<script>alert/)
  }
  await ann.post('/login', { name: hostile, password: 'x' })
  await until('what is not delivered is shown', async () => {
    const { body } = await ann.get('/projects/dk/notices')
    return /rollout stopped[^]*status 503[^]*ann paused the rollout of gray-2[^]*waiting/.test(body)
  })
  const again = '/projects/dk/notices/qa/again'
  const lei = await visitor('lei')
  t.notMatch((await lei.get('/projects/dk/notices')).body, again)
  t.equal((await lei.post(again)).statusCode, 403)
  t.match((await ann.get('/projects/dk/notices?lang=zh')).body, /重新发送给 qa/)
  t.equal((await ann.post('/projects/dk/notices/nobody/again')).statusCode, 400)
  const pages = [
    '/releases',
    '/projects/dk',
    '/projects/dk/history',
    '/projects/dk/notices',
    '/projects/dk/releases/1.1-2',
    '/projects/dk/releases/1.1-2/notes',
    '/projects/dk/parameters',
    '/projects/dk/parameters/logLevel',
    '/projects/dk/hot-updates',
    '/projects/dk/targets',
    '/projects/dk/environments',
    '/projects/dk/environments/production',
    '/projects/dk/targets/gray-2',
    '/projects/dk/flip?from=review-1&to=live',
    '/account',
    `/login?return=${encodeURIComponent(`/${hostile}`)}`,
    `/projects/dk/flip?from=${encodeURIComponent(hostile)}&to=live`,
    `/projects/dk?lang=${encodeURIComponent(hostile)}`
  ]
  const history = (await ann.get('/projects/dk/history')).body
  const undos = [...history.matchAll(/href="(\/projects\/dk\/undo\/\d+)"/g)].map(([, path]) => path!)
  t.ok(undos.length > 3)
  for (const path of [...pages, ...undos]) {
    const { body, headers } = await ann.get(path)
    // What is refused before it reaches a page is JSON, and is never taken for a page.
    if (/json/.test(String(headers['content-type']))) continue
    t.notMatch(body, /<img src=x|<script>alert|<\/textarea>"/, path)
  }
  const refused = await ann.post('/projects/dk/flip', {
    from: hostile,
    to: hostile,
    why: hostile,
    confirm: hostile
  })
  t.notMatch(refused.body, /<img src=x|<script>alert/)
})
