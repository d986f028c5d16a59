import { defineTexts } from './define-texts.js'

/** People of a source, brought into a directory. */
export const directoryTexts = defineTexts({
  'command.directorySync': {
    en: 'Bring people from a source into the LDAP directory, as the configuration of this machine says',
    zh: '按本机配置将来源中的人员同步到 LDAP 目录'
  },
  'option.directoryPlan': { en: 'Show what would change', zh: '显示将要改动的内容' },
  'option.directoryApply': { en: 'Change it', zh: '执行改动' },
  'option.directoryMostGone': {
    en: 'How large a share of the entries may go this time; default: mostGonePercent',
    zh: '本次最多允许移除的条目比例；默认为 mostGonePercent'
  },
  'directory.failed': { en: '{name}: {reason}', zh: '{name}：{reason}' },
  'directory.planned': {
    en: '{people} people: {added} to add, {changed} to change, {gone} to go. Nothing was changed.',
    zh: '{people} 人：新增 {added}，更改 {changed}，移除 {gone}。没有任何改动。'
  },
  'directory.applied': {
    en: '{people} people: {added} added, {changed} changed, {gone} gone. The directory is as the source.',
    zh: '{people} 人：已新增 {added}，更改 {changed}，移除 {gone}。目录与来源一致。'
  }
})
