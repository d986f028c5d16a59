import { defineTexts } from './define-texts.js'

/** What `packline onboard` says of a game's repository. */
export const onboardTexts = defineTexts({
  'command.onboard': {
    en: "What a game's repository has for packline and what is missing, each with its command",
    zh: '游戏仓库已为 packline 准备了什么、还缺什么，并给出相应命令'
  },
  'option.onboardProject': { en: "The game's repository", zh: '游戏仓库' },
  'option.onboardWrite': {
    en: 'Write a first packline.json with the proposed rules; never over one that is there',
    zh: '写出含建议规则的第一份 packline.json；绝不覆盖已有文件'
  },
  'onboard.written': { en: 'Wrote {file}. Look at it, and try it.', zh: '已写出 {file}。请查看并试用。' },
  'onboard.noProjectFile': {
    en: 'there is no packline.json; {rules} {rules#rule is|rules are} proposed below',
    zh: '没有 packline.json；下面建议 {rules} 条规则'
  },
  'onboard.nothingFound': {
    en: 'there is no packline.json, and no pictures, sounds or projects of art tools that rules could take',
    zh: '没有 packline.json，也没有规则可以处理的图片、声音或美术工具工程'
  },
  'onboard.projectFile': {
    en: 'packline.json, {rules} {rules#rule|rules}',
    zh: 'packline.json，{rules} 条规则'
  },
  'onboard.plan': { en: '{actions} {actions#action|actions}', zh: '{actions} 个动作' },
  'onboard.allTaken': { en: 'all art that was found', zh: '涵盖找到的全部美术资源' },
  'onboard.notTaken': {
    en: 'no rule takes some of the art; {rules} more {rules#rule is|rules are} proposed below',
    zh: '部分美术资源没有规则处理；下面再建议 {rules} 条规则'
  },
  'onboard.noRepository': {
    en: 'this folder is in no working copy of git or Subversion',
    zh: '此目录不在 git 或 Subversion 的工作副本中'
  },
  'onboard.noRemote': {
    en: 'a working copy of {kind} that came from nowhere: pushes need a server',
    zh: '{kind} 工作副本没有远程地址：推送需要服务器'
  },
  'onboard.notIgnored': {
    en: 'version control would take what is built: {folders}',
    zh: '版本控制会收入构建产物：{folders}'
  },
  'onboard.noLayouts': {
    en: 'packline-layouts/ is not under version control: without it the next machine packs everything anew',
    zh: 'packline-layouts/ 不在版本控制中：没有它，下一台机器会重新打包全部图集'
  },
  'onboard.noJenkinsfile': { en: 'there is no Jenkinsfile', zh: '没有 Jenkinsfile' },
  'onboard.jenkinsfileWithout': {
    en: 'the Jenkinsfile calls no step of packline: see docs/jenkins.md',
    zh: 'Jenkinsfile 没有调用 packline 的步骤：见 docs/zh-CN/jenkins.md'
  },
  'onboard.noLabel': {
    en: 'the Jenkinsfile asks for {labels}, which this machine does not have',
    zh: 'Jenkinsfile 要求标签 {labels}，本机没有'
  },
  'onboard.labelHint': {
    en: 'Give a node of Jenkins the label, and its agent the same in "labels" of {file}.',
    zh: '请给 Jenkins 节点加上该标签，并在 {file} 的 "labels" 中给它的代理加上同样的标签。'
  },
  'onboard.notWatched': {
    en: "this machine's agent does not watch this repository",
    zh: '本机的代理没有监视此仓库'
  },
  'onboard.watchHint': {
    en: 'One agent of the farm watches it: "repositories" in {file}, as docs/trigger.md says.',
    zh: '由机群中的一个代理监视：在 {file} 的 "repositories" 中配置，见 docs/zh-CN/trigger.md。'
  },
  'onboard.onlyPolled': {
    en: '{name} is looked at every {seconds} s; without secretFile no hook calls',
    zh: '{name} 每 {seconds} 秒查看一次；没有 secretFile，钩子无法通知'
  },
  'onboard.watched': {
    en: '{name}, by hooks of {forge} and every {seconds} s',
    zh: '{name}，由 {forge} 的钩子通知，并每 {seconds} 秒查看一次'
  },
  'onboard.noTargets': {
    en: 'packline.json names no targets: releases need some, asset builds do not',
    zh: 'packline.json 没有目标：发布需要目标，资源构建不需要'
  },
  'onboard.rules': { en: 'Proposed rules:', zh: '建议的规则：' },
  'onboard.left': { en: 'To look at:', zh: '需要查看：' },
  'onboard.tpsEmpty': {
    en: '{path}: its pictures are not in this repository ({include}); no rule',
    zh: '{path}：它的图片不在此仓库中（{include}）；没有规则'
  },
  'onboard.tpsUnreadable': { en: '{path}: {reason}; no rule', zh: '{path}：{reason}；没有规则' },
  'onboard.tpsSettings': {
    en: '{path}: {count} {count#setting|settings} not taken over; "packline atlas import {path}" lists them',
    zh: '{path}：{count} 项设置没有采用；"packline atlas import {path}" 会列出'
  },
  'onboard.well': {
    en: 'Nothing is missing here. What the machine lacks: {machine}',
    zh: '这里什么都不缺。机器缺什么：{machine}'
  },
  'onboard.missing': {
    en: '{count} {count#thing is|things are} missing here. What the machine lacks: {machine}',
    zh: '这里缺 {count} 项。机器缺什么：{machine}'
  }
})
