import t from 'tap'
import { chartValues } from './chart-values.js'

t.test('what differs from branch to branch stands in the values', async t => {
  const digest = `sha256:${'a'.repeat(64)}`
  const image = `r.example:5000/a/ucenter:2@${digest}`
  const values = {
    image: { repository: '{repository}', tag: '{tag}', digest: '{digest}' },
    env: [{ name: 'IMAGE', value: '{image}' }, '{other} {{ .Values.x }}'],
    host: 'ucenter.{namespace}.staging.example',
    replicas: 1,
    nothing: null,
    '{namespace}': true
  }
  const found = chartValues('ucenter', { values }, { namespace: 'staging-a', image })
  t.strictSame(found, {
    values: {
      image: { repository: 'r.example:5000/a/ucenter', tag: '2', digest },
      env: [{ name: 'IMAGE', value: image }, '{other} {{ .Values.x }}'],
      host: 'ucenter.staging-a.staging.example',
      replicas: 1,
      nothing: null,
      '{namespace}': true
    },
    placesImage: true,
    mistakes: []
  })
  const plain = chartValues('ucenter', { values: { a: '{namespace}' } }, { namespace: 'n', image: undefined })
  t.match(plain, { values: { a: 'n' }, placesImage: false, mistakes: [] })
})

t.test('an image that has no such part, or none at all, is a mistake', async t => {
  const mistakes = (image?: string): string[] => {
    const values = { image: { list: ['{tag}'] } }
    return chartValues('cmdb', { values }, { namespace: 'n', image }).mistakes.map(({ text }) => text)
  }
  t.match(mistakes(), [/staging\.charts\.cmdb\.values\.image\.list\[0\].*service cmdb that says \{tag\}/])
  t.match(mistakes(`r.example:5000/cmdb@sha256:${'a'.repeat(64)}`), [/says \{tag\}; it has r\.example/])
  t.strictSame(mistakes('r.example:5000/cmdb:2'), [])
})
