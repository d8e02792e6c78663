// ts-jest runs the same Swagger plugin as `nest build`, so DTO schemas exist in tests too.
const plugin = require('@nestjs/swagger/plugin');

module.exports.name = 'nestjs-swagger-transformer';
module.exports.version = 1;
module.exports.factory = (compiler) =>
  plugin.before(
    {
      classValidatorShim: true,
      introspectComments: true,
      dtoFileNameSuffix: ['.dto.ts'],
      controllerFileNameSuffix: '.controller.ts',
    },
    compiler.program ?? compiler.tsCompiler?.program,
  );
