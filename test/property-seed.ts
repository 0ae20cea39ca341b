// Property tests draw the same values in every run, so that what fails, fails again. PROPERTY_SEED=7 npm run unit draws others.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 1) });
