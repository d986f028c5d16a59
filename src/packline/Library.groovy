// Generated from resources/steps by npm run generate; do not edit.
package packline

class Library implements Serializable {
  static final String VERSION = '0.1.0'
  /** The versions of packline that it works with. */
  static final String AGENTS = '0.0-0.2'
  static final String STEPS = 'agentHealth assetsCI backup backupDrill buildImage buildMatrix buildParameters crossPackage directorySync farmReport flipRelease hotUpdate jenkinsDrift notifyTeam onTargetServers packlineJob publishRelease siteCheck stagingEnvironment uploadRelease withToolLicence'
}
