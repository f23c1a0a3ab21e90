// The rules of graphql-eslint for schemas and for Relay. A rule that is off, or less than whole, says why.
import graphql from '@graphql-eslint/eslint-plugin';

export default [
  {
    files: ['**/schema.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: './generated/schema.graphql' } },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      // What stands inside another object, or is known by a code, has no id of its own.
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          acceptedIdNames: ['id'],
          acceptedIdTypes: ['ID'],
          exceptions: {
            suffixes: ['Payload', 'Connection', 'Edge'],
            types: [
              'AccessVerdict', 'AnnualReport', 'Bureau', 'BureauMember', 'Capacity', 'CommuneAlias', 'CompetentAuthority', 'VisitFinding', 'VisitMember', 'VisitPhoto', 'InspectionTransition', 'RelocationLine', 'RelocationPlanTransition', 'FormalNoticeItem', 'FormalNoticeTransition', 'LicenceMeasureTransition', 'LicenceApplicationVisit', 'LicenceApplicationReserve', 'LicenceApplicationPiece', 'LicenceApplicationLack', 'LicenceApplicationEvent', 'LicenceApplicationTransition', 'ComputedMoney', 'CreationSupportLine', 'CreationSupportMilestone', 'CreationSupportTransition', 'DocumentCategory', 'DocumentViewerCan', 'Dossier', 'DossierPiece', 'DossierRequirement', 'EstablishmentKind', 'FieldChange', 'ImportCounts', 'ImportRemark', 'ImportRow', 'JobProgress', 'JournalEntry', 'LegalCategory', 'LocalizedText', 'Money', 'OneTimeLink', 'PageInfo', 'ProgrammeGrants', 'RateLimit', 'Receipt',
              'DeclaredComparison', 'ReleaseCategory', 'ReleaseCell', 'ReleaseDimension', 'ReleaseTable', 'ReleaseText',
              'ReportedFlow', 'ReportedGrants', 'ReportedMeasure', 'ReturnBand', 'ReturnDue', 'ReturnFigure', 'ReturnItem', 'ReturnJump',
              'ReturnTemplateItem', 'ReturnsDue', 'RuleSetDeadline', 'RuleSetDocument', 'RuleSetNorm', 'RuleSetTransition', 'SeasonReturnLine', 'SeasonReturnTransition', 'SecurityEvent', 'StaffFunction',
              'Statistics', 'StatisticsFigure', 'StatisticsGrouping', 'StatisticsLevel', 'StatisticsMeasureDefinition', 'StatisticsPeers', 'StatisticsPoint', 'StatisticsRow', 'UserError', 'Viewer', 'ViewerSlice',
              'WorkItem',
            ],
          },
        },
      ],
      // What waits for somebody is read forward only, in the order of what is due: Relay asks for one direction at least.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // `nodes` beside `edges`, the errors of a payload and short lists (the licences of a house) are plain lists.
      '@graphql-eslint/relay-edge-types': ['error', { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      // It takes `@specifiedBy`, which is the standard's own, for a directive that nothing reaches.
      '@graphql-eslint/no-unreachable-types': 'off',
    },
  },
];
