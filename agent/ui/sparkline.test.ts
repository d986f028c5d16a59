import t from 'tap'
import { capacityChart, gradeBars, valueLine } from './sparkline.js'

t.test('a day of grades: as high as it is bad, empty where nobody looked', async t => {
  const svg = gradeBars({ untilMs: 0, grades: `--${'g'.repeat(90)}ddpg` }, 'the day of <b>').toString()
  t.match(svg, /viewBox="0 0 192 24"[^>]*aria-label="the day of &lt;b&gt;"/)
  t.same(svg.match(/<rect[^>]*>/g), [
    '<rect class="bar-good" x="4" y="16" width="180" height="8"/>',
    '<rect class="bar-degraded" x="184" y="8" width="4" height="16"/>',
    '<rect class="bar-poor" x="188" y="0" width="2" height="24"/>',
    '<rect class="bar-good" x="190" y="16" width="2" height="8"/>'
  ])
})

t.test('capacity is an area, the queue a line, on one scale', async t => {
  const chart = capacityChart([4, 4, 2, 4], [0, 0, 8, 0], 'a <b>').toString()
  t.match(chart, /aria-label="a &lt;b&gt;"/)
  t.match(chart, '<path class="capacity" d="M0 24H0V12H4V18H6V12H8V24Z"/>')
  t.match(chart, '<path class="queued" d="M0 24H0V24H4V0H6V24H8"/>')
  t.notMatch(capacityChart([0, 0], [0, 0], 'x').toString(), /queued|NaN/)
})

t.test('a value needs two looks to be a line', async t => {
  const span = (atMs: number, sum: number) => ({ atMs, count: 2, min: 0, max: 0, sum, worst: 0 })
  t.equal(valueLine([span(0, 1)], 0, 100, 'x'), undefined)
  t.match(
    valueLine([span(0, 2), span(50, 4), span(100, 2)], 0, 100, 'x')?.toString(),
    'points="0.0,56.0 300.0,4.0 600.0,56.0"'
  )
  t.match(valueLine([span(0, 2), span(100, 2)], 0, 100, 'x')?.toString(), 'points="0.0,30.0 600.0,30.0"')
})
