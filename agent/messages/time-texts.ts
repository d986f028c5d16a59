import { defineTexts } from './define-texts.js'

/** Lengths of time, and how long ago. */
export const timeTexts = defineTexts({
  'time.milliseconds': { en: '{value} ms', zh: '{value} 毫秒' },
  'time.seconds': { en: '{value} s', zh: '{value} 秒' },
  'time.minutes': { en: '{value} min', zh: '{value} 分钟' },
  'time.hours': { en: '{value} h', zh: '{value} 小时' },
  'time.ago': { en: '{time} ago', zh: '{time}前' },
  'time.in': { en: 'in {time}', zh: '{time}后' }
})
