/** How to create a personal application and grant at tastytrade, step by step. */

const SITES = {
  production: { name: "my.tastytrade.com", href: "https://my.tastytrade.com" },
  sandbox: { name: "developer.tastytrade.com", href: "https://developer.tastytrade.com" },
};

export function PersonalGrantSteps({ environment }: { environment: keyof typeof SITES }) {
  const site = SITES[environment];
  return (
    <>
      <p>
        At tastytrade you make an application that only you can use, and let it see your own account. That gives you the
        two codes this page asks for. It takes about five minutes and is done once.
      </p>
      <ol class="steps">
        <li>
          <h3>Open tastytrade’s page for applications</h3>
          <p>
            Log in at{" "}
            <a href={site.href} target="_blank" rel="noopener noreferrer">
              {site.name}
              <span class="seen">, opens in a new tab</span>
            </a>
            {environment === "production"
              ? (
                <>
                  , then <b>Manage</b>, <b>My Profile</b>, <b>API</b>, <b>OAuth Applications</b>.
                </>
              )
              : " with your sandbox user, and go to the OAuth applications of the sandbox."}
          </p>
        </li>
        <li>
          <h3>Create an application</h3>
          <p>
            Any name will do. Give it the scope <b>read</b>, and <b>trade</b>{" "}
            as well if orders are to be prepared for you. If it asks for a redirect address, enter{" "}
            <code>http://localhost:8000</code>; it is not used. tastytrade wants two-factor login switched on for this.
          </p>
        </li>
        <li>
          <h3>Keep the client secret</h3>
          <p>It is shown this one time. Copy it into the first field below before you close that page.</p>
        </li>
        <li>
          <h3>Create a grant</h3>
          <p>
            Open the application you have just made and choose <b>Create Grant</b>. It shows a{" "}
            <b>refresh token</b>: copy it into the second field.
          </p>
        </li>
      </ol>
    </>
  );
}
