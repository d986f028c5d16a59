import { defineTexts } from './define-texts.js'

/** What devices and stores refuse of packages: each rule, and what to do about it. */
export const findingTexts = defineTexts({
  'finding.level.device': { en: 'refused by devices', zh: '设备会拒绝' },
  'finding.level.play': { en: 'refused by Google Play', zh: 'Google Play 会拒绝' },
  'finding.level.advice': { en: 'advice', zh: '建议' },
  'finding.line': { en: '  {level} [{rule}]: {text}', zh: '  {level} [{rule}]：{text}' },
  'finding.remedy': { en: '    {remedy}', zh: '    {remedy}' },
  'finding.arsc-compressed': {
    en: '{where} is compressed, which Android 11 and later refuse for a targetSdk of 30 and more',
    zh: '{where} 被压缩，targetSdk 为 30 及以上时 Android 11 及更高版本会拒绝'
  },
  'finding.arsc-compressed.remedy': {
    en: '"package build" stores it when it signs the package again; a hardening tool has a setting for it.',
    zh: '"package build" 重新签名时会改为不压缩存放；加固工具也有相应设置。'
  },
  'finding.arsc-unaligned': {
    en: '{where} does not start at a multiple of 4 bytes, which Android 11 and later refuse for a ' +
      'targetSdk of 30 and more',
    zh: '{where} 未按 4 字节对齐，targetSdk 为 30 及以上时 Android 11 及更高版本会拒绝'
  },
  'finding.arsc-unaligned.remedy': {
    en: '"package build" aligns it when it signs the package again; zipalign does so before signing.',
    zh: '"package build" 重新签名时会对齐；也可在签名前使用 zipalign。'
  },
  'finding.library-compressed': {
    en: 'compressed, though the manifest says extractNativeLibs="false": {where}',
    zh: '清单声明 extractNativeLibs="false"，但以下文件被压缩：{where}'
  },
  'finding.library-compressed.remedy': {
    en: '"package build" stores them when it signs the package again.',
    zh: '"package build" 重新签名时会改为不压缩存放。'
  },
  'finding.library-unaligned': {
    en: 'not at a multiple of 4096 bytes, though the manifest says extractNativeLibs="false": {where}',
    zh: '清单声明 extractNativeLibs="false"，但以下文件未按 4096 字节对齐：{where}'
  },
  'finding.library-unaligned.remedy': {
    en:
      '"package build" aligns them when it signs the package again; "zipalign -p 4" does so before signing.',
    zh: '"package build" 重新签名时会对齐；也可在签名前使用 "zipalign -p 4"。'
  },
  'finding.library-16k-unaligned': {
    en: 'not at a multiple of 16384 bytes, which devices with pages of 16 KB need: {where}',
    zh: '未按 16384 字节对齐，而使用 16 KB 内存页的设备需要：{where}'
  },
  'finding.library-16k-unaligned.remedy': {
    en: '"package build" aligns them when it signs the package again; "zipalign -P 16 4" does so ' +
      'before signing.',
    zh: '"package build" 重新签名时会对齐；也可在签名前使用 "zipalign -P 16 4"。'
  },
  'finding.elf-16k-unaligned': {
    en:
      'segments are aligned for pages of 4 KB only; Google Play wants 16 KB from a targetSdk of 35: {where}',
    zh: '段只按 4 KB 内存页对齐；targetSdk 为 35 起 Google Play 要求 16 KB：{where}'
  },
  'finding.elf-16k-unaligned.remedy': {
    en:
      'Link the library with NDK r28 or later, or with -Wl,-z,max-page-size=16384; ask the vendor of an SDK.',
    zh: '请用 NDK r28 或更高版本链接该库，或加上 -Wl,-z,max-page-size=16384；SDK 请联系其厂商。'
  },
  'finding.library-no-elf': {
    en: 'named like a native library and not one: {where}',
    zh: '名称像原生库，但实际不是：{where}'
  },
  'finding.library-no-elf.remedy': {
    en: 'Put such files into assets/, or make sure that nothing loads them.',
    zh: '请把这类文件放入 assets/，或确认不会有代码加载它们。'
  },
  'finding.abi-64-missing': {
    en: 'native libraries for 32 bits only: {where} is missing',
    zh: '只有 32 位原生库：缺少 {where}'
  },
  'finding.abi-64-missing.remedy': {
    en: 'Build the baseline for the 64-bit processors, too; some new devices run nothing else.',
    zh: '请同时为 64 位处理器构建基线；部分新设备只能运行 64 位程序。'
  },
  'finding.abi-incomplete': {
    en: 'libraries that other processors have are missing: {where}',
    zh: '缺少其他架构已有的库：{where}'
  },
  'finding.abi-incomplete.remedy': {
    en: 'Build them for this processor, or leave the whole folder out: Android takes the libraries of ' +
      'one folder only.',
    zh: '请为该架构构建这些库，或去掉整个目录：Android 只使用一个目录中的库。'
  },
  'finding.v1-missing': {
    en: 'signed without the v1 scheme, which Android before 7 (a minSdk below 24) needs',
    zh: '没有 v1 签名，而 Android 7 之前的版本（minSdk 低于 24）需要 v1'
  },
  'finding.v1-missing.remedy': {
    en: 'Add "v1" to schemes of packages.signing, or raise minSdk to 24.',
    zh: '请在 packages.signing 的 schemes 中加入 "v1"，或把 minSdk 提高到 24。'
  },
  'finding.bundle-unsigned': {
    en: 'an App Bundle without a signature, which the upload needs',
    zh: '没有签名的 App Bundle，而上传需要签名'
  },
  'finding.bundle-unsigned.remedy': {
    en: 'Name the upload key as "signing" of its platform.',
    zh: '请把上传密钥指定为其平台的 "signing"。'
  },
  'finding.debug-signed': {
    en: "signed by the debug key of a developer's machine",
    zh: '由开发机上的调试密钥签名'
  },
  'finding.debug-signed.remedy': {
    en: 'Name the key of releases as "signing" of its platform.',
    zh: '请把发布用的密钥指定为其平台的 "signing"。'
  },
  'finding.debuggable': {
    en: 'debuggable: whoever has the device can look into the game and change it',
    zh: '可调试：拿到设备的人可以查看并改动游戏'
  },
  'finding.debuggable.remedy': {
    en: 'Build the baseline as a release.',
    zh: '请以 release 方式构建基线。'
  },
  'finding.test-only': {
    en: 'marked as testOnly, which is installed by "adb install -t" only',
    zh: '标记为 testOnly，只能用 "adb install -t" 安装'
  },
  'finding.test-only.remedy': {
    en: 'Build the baseline with Gradle ("assembleRelease") rather than from the IDE, or remove ' +
      'android:testOnly.',
    zh: '请用 Gradle（"assembleRelease"）而不是 IDE 构建基线，或去掉 android:testOnly。'
  }
})
