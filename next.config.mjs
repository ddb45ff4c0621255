/** @type {import('next').NextConfig} */
export default {
  // Tests and the running product build side by side, each in its own folder.
  distDir: process.env.BUILD_DIR || '.next',
  serverExternalPackages: ['pg', 'pg-boss', 'pino', 'nodemailer', 'zipcodes'],
  poweredByHeader: false,
  devIndicators: false,
  typescript: { ignoreBuildErrors: true }, // `npm run check` is the one place that judges types
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Referrer-Policy', value: 'same-origin' },
      ],
    },
  ],
}
