import t from 'tap'
import { servedPage } from './served-page.js'

t.test('what is shown and not recorded is named in Chinese, addresses as they are', async t => {
  const text = servedPage({ locale: 'zh-CN', nowMs: 0, path: '/' }, {
    project: 'dk',
    revision: 1,
    pending: null,
    publishers: [{
      place: '/www',
      reach: 'folder',
      targets: ['live'],
      state: 'differs',
      differences: ['release', 'packages', 'current/live'].map(what => ({
        target: 'live',
        what,
        expected: '1.1-2',
        found: null
      }))
    }]
  })
  for (const what of ['发布', '安装包', 'current/live']) {
    t.match(text, `live ${what}：登记为 1.1-2，展示为 –`)
  }
})
